package dev.statusmonitor.auth.enrol;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** One-time codes for new hosts. */
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
    @ApiResponse(responseCode = "201", description = "The code, good once and for an hour")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @ApiResponse(responseCode = "422", description = "The name cannot be taken")
    @PostMapping("/api/v1/enrolments")
    ResponseEntity<EnrolmentAnswer> makeEnrolment(
            @RequestBody(required = false) @Nullable NewEnrolment body, @AuthenticationPrincipal Caller caller) {
        String name = body == null || body.name == null ? null : Text.name("name", body.name);
        Enrolments.NewCode code = enrolments.newCode(caller.accountId(), name);
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new EnrolmentAnswer(code.code(), code.expires(), address.base()));
    }

    /** @param name of the host; left out: what its agent says */
    record NewEnrolment(@Nullable String name) {}

    record EnrolmentAnswer(
            String code,
            long expires,
            @JsonProperty("platform_url") String platformUrl) {
        /** Without the code. */
        @Override
        public String toString() {
            return "EnrolmentAnswer[" + expires + "]";
        }
    }
}
