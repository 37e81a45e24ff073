package dev.statusmonitor.auth.host;

import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.contract.TokenClaims;
import dev.statusmonitor.starter.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What an agent says about its machine. */
@RestController
@Tag(name = "agents")
public final class AgentResourceController {
    private final Hosts hosts;

    public AgentResourceController(Hosts hosts) {
        this.hosts = hosts;
    }

    @Operation(summary = "Say what does not change by the second, as OpenTelemetry resource attributes")
    @ApiResponse(responseCode = "204", description = "Kept")
    @ApiResponse(responseCode = "401", description = "There is no valid host token")
    @ApiResponse(responseCode = "403", description = "The host was revoked or deleted, or has a new owner")
    @ApiResponse(responseCode = "422", description = "An attribute cannot be taken")
    @PutMapping("/api/v1/agents/me/resource")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void describeHost(@RequestBody Map<String, @Nullable Object> attributes, @AuthenticationPrincipal Jwt token) {
        Map<String, String> resource = Text.resource(attributes);
        boolean taken = token.getClaim(TokenClaims.EPOCH) instanceof Number epoch
                && hosts.describe(Objects.requireNonNull(token.getSubject()), epoch.longValue(), resource);
        if (!taken) {
            throw new ProblemException(
                    HttpStatus.FORBIDDEN,
                    ProblemTypes.FORBIDDEN,
                    "This token is good no more; get a new one by an assertion.");
        }
    }
}
