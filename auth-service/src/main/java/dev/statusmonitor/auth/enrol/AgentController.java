package dev.statusmonitor.auth.enrol;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.address.PublicAddress;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.InvalidInputException;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.auth.keys.AgentKey;
import dev.statusmonitor.auth.limit.GuessLimits;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes a host of a machine whose agent brings a code. */
@RestController
@Tag(name = "agents")
public final class AgentController {
    private final Enrolments enrolments;
    private final PublicAddress address;
    private final GuessLimits limits;

    public AgentController(Enrolments enrolments, PublicAddress address, GuessLimits limits) {
        this.enrolments = enrolments;
        this.address = address;
        this.limits = limits;
    }

    @Operation(summary = "Enrol")
    @ApiResponse(responseCode = "201", description = "Enrolled; the addresses that the agent needs")
    @ApiResponse(responseCode = "403", description = "The code is wrong, used or expired")
    @ApiResponse(responseCode = "422", description = "The key, the name or an attribute cannot be taken")
    @ApiResponse(responseCode = "429", description = "Too many wrong codes")
    @PostMapping("/api/v1/agents")
    @ResponseStatus(HttpStatus.CREATED)
    AgentIdentity enrolAgent(@RequestBody NewAgent agent, HttpServletRequest request) {
        String from = request.getRemoteAddr();
        limits.blockedFor(from).ifPresent(wait -> {
            throw ProblemException.tooManyRequests("There were too many wrong codes; wait before the next one.", wait);
        });
        if (agent.publicKey == null || !AgentKey.isOne(agent.publicKey)) {
            throw new InvalidInputException(
                    "public_key must be the raw 32 bytes of an Ed25519 public key in base64url without padding.");
        }
        var enrolled = enrolments.enrol(
                agent.code == null ? "" : agent.code,
                agent.publicKey,
                Text.name("name", agent.name),
                Text.resource(agent.resource),
                Deed.byCode(request));
        if (enrolled.isEmpty()) {
            limits.failed(from);
            throw new ProblemException(
                    HttpStatus.FORBIDDEN,
                    ProblemTypes.FORBIDDEN,
                    "This code is wrong, used or older than an hour; make a new one in the dashboard.");
        }
        boolean local = enrolled.get().local();
        String base = local ? PublicAddress.asked() : address.base();
        return new AgentIdentity(
                enrolled.get().hostId(),
                (local ? address.localIngestBase() : address.ingestBase()) + "/api/v1/metrics",
                base + "/api/v1/agents/token",
                base + "/api/v1/agents/me/resource");
    }

    record NewAgent(
            @Nullable String code,
            @JsonProperty("public_key") @Nullable String publicKey,
            @Nullable String name,
            @Nullable Map<String, @Nullable Object> resource) {
        /** Without the code. */
        @Override
        public String toString() {
            return "NewAgent[" + name + "]";
        }
    }

    record AgentIdentity(
            @JsonProperty("host_id") String hostId,
            @JsonProperty("ingest_url") String ingestUrl,
            @JsonProperty("token_url") String tokenUrl,
            @JsonProperty("resource_url") String resourceUrl) {}
}
