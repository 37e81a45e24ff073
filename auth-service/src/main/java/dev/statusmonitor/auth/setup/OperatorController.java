package dev.statusmonitor.auth.setup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.enrol.LocalEnrolment;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What whoever runs the platform needs on its first day, where auth-service is a process of its own. */
@RestController
@Tag(name = "internal")
public final class OperatorController {
    private final SetupLinks links;
    private final LocalEnrolment enrolment;

    public OperatorController(SetupLinks links, LocalEnrolment enrolment) {
        this.links = links;
        this.enrolment = enrolment;
    }

    @Operation(summary = "A token for the link that makes the first account")
    @ApiResponse(responseCode = "200", description = "Good once and for an hour; those before it are good no more")
    @ApiResponse(responseCode = "409", description = "There is an account already")
    @PostMapping("/internal/v1/setup-links")
    SetupToken makeSetupLink() {
        return links.newToken()
                .map(SetupToken::new)
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.CONFLICT, ProblemTypes.CONFLICT, "There is an account already."));
    }

    @Operation(summary = "A code for the agent of the platform's own machine")
    @ApiResponse(
            responseCode = "200",
            description = "The code, good once and for an hour; left out where the host that it says it is is known")
    @ApiResponse(responseCode = "422", description = "The name cannot be taken")
    @PostMapping("/internal/v1/local-enrolments")
    LocalCode makeLocalEnrolment(@RequestBody NewLocal local) {
        return new LocalCode(
                local.hostId != null && enrolment.knowsHost(local.hostId)
                        ? null
                        : enrolment.newCode(Text.name("name", local.name)));
    }

    record SetupToken(String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return "SetupToken[]";
        }
    }

    /** @param hostId whom the agent says to be; null where it has never enrolled */
    record NewLocal(
            @Nullable String name,
            @JsonProperty("host_id") @Nullable String hostId) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LocalCode(@Nullable String code) {
        /** Without the code. */
        @Override
        public String toString() {
            return "LocalCode[]";
        }
    }
}
