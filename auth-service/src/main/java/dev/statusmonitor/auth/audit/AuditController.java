package dev.statusmonitor.auth.audit;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What changed one's own access. */
@RestController
@Tag(name = "account")
public final class AuditController {
    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 200;

    private final AuditLog audit;

    public AuditController(AuditLog audit) {
        this.audit = audit;
    }

    @Operation(summary = "What changed one's own access, the newest first")
    @ApiResponse(responseCode = "200", description = "The events; fewer than the limit where there are no more")
    @ApiResponse(responseCode = "400", description = "There is no such event, or the limit is none")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @GetMapping("/api/v1/audit")
    AuditAnswer listAuditEvents(
            @Parameter(description = "The id of the event after which they begin; the newest where it is left out")
                    @RequestParam(required = false)
                    @Nullable String before,
            @Parameter(
                            description = "At most so many",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50"))
                    @RequestParam(required = false)
                    @Nullable String limit,
            @AuthenticationPrincipal Caller caller) {
        return audit.list(caller.accountId(), before, limit == null ? LIMIT : number(limit))
                .map(AuditAnswer::new)
                .orElseThrow(() -> bad("before must be the id of one of your events."));
    }

    private static int number(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw bad("limit must be 1 to " + LIMIT_MAX + ".");
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, ProblemTypes.BAD_REQUEST, detail);
    }

    record AuditAnswer(List<AuditEvent> events) {}
}
