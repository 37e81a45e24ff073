package dev.statusmonitor.auth.enrol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.address.PublicAddress;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** One-time codes for hosts, new ones and those that are to get a new key. */
@RestController
@Tag(name = "hosts")
public final class EnrolmentController {
    private final Enrolments enrolments;
    private final PublicAddress address;

    public EnrolmentController(Enrolments enrolments, PublicAddress address) {
        this.enrolments = enrolments;
        this.address = address;
    }

    @Operation(summary = "Make a code with which one machine can enrol")
    @ApiResponse(responseCode = "201", description = "The code and the commands to copy, good once and for an hour")
    @ApiResponse(responseCode = "401", description = "There is no session or API token")
    @ApiResponse(responseCode = "403", description = "The API token lacks the scope hosts:write")
    @ApiResponse(responseCode = "422", description = "The name cannot be taken")
    @PostMapping("/api/v1/enrolments")
    ResponseEntity<EnrolmentAnswer> makeEnrolment(
            @RequestBody(required = false) @Nullable NewEnrolment body,
            @AuthenticationPrincipal Caller caller,
            HttpServletRequest request) {
        String name = body == null || body.name == null ? null : Text.name("name", body.name);
        return answer(enrolments.newCode(caller.accountId(), name, Deed.of(caller, request)));
    }

    @Operation(summary = "Make a code with which a host gets a new key")
    @ApiResponse(
            responseCode = "201",
            description = "The code and the commands to copy; once it is used, the host is active by its new key alone")
    @ApiResponse(responseCode = "401", description = "There is no session or API token")
    @ApiResponse(responseCode = "403", description = "The API token lacks the scope hosts:write")
    @ApiResponse(responseCode = "404", description = "There is no such host, or it is somebody else's")
    @PostMapping("/api/v1/hosts/{id}/enrolments")
    ResponseEntity<EnrolmentAnswer> enrolHostAgain(
            @PathVariable String id, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        return enrolments
                .newCodeFor(id, caller.accountId(), Deed.of(caller, request))
                .map(this::answer)
                .orElseThrow(() -> ProblemException.notFound("There is no such host."));
    }

    @Operation(summary = "Whether a code was used, and for which host")
    @ApiResponse(responseCode = "200", description = "Its state: waiting, enrolled or expired")
    @ApiResponse(responseCode = "401", description = "There is no session or API token")
    @ApiResponse(responseCode = "403", description = "The API token lacks the scope hosts:write")
    @ApiResponse(responseCode = "404", description = "There is no such enrolment, or it is somebody else's")
    @GetMapping("/api/v1/enrolments/{id}")
    EnrolmentState getEnrolment(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        return enrolments
                .find(id, caller.accountId())
                .map(progress ->
                        new EnrolmentState(progress.state().name().toLowerCase(Locale.ROOT), progress.hostId()))
                .orElseThrow(() -> ProblemException.notFound("There is no such enrolment."));
    }

    private ResponseEntity<EnrolmentAnswer> answer(Enrolments.NewCode code) {
        String base = address.base();
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new EnrolmentAnswer(
                        code.id(),
                        code.code(),
                        code.expires(),
                        base,
                        PublicAddress.isLocal(base),
                        Commands.of(base, code.code())));
    }

    /** @param name of the host; left out: what its agent says */
    record NewEnrolment(@Nullable String name) {}

    /** @param localOnly whether the platform's address is good on this machine alone */
    record EnrolmentAnswer(
            String id,
            String code,
            long expires,
            @JsonProperty("platform_url") String platformUrl,
            @JsonProperty("local_only") boolean localOnly,
            Commands commands) {
        /** Without the code. */
        @Override
        public String toString() {
            return "EnrolmentAnswer[" + id + "]";
        }
    }

    /** @param hostId the host that enrolled; left out while there is none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EnrolmentState(
            String state, @JsonProperty("host_id") @Nullable String hostId) {}
}
