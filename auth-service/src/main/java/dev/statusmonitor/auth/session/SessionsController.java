package dev.statusmonitor.auth.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** All of one's own sessions. */
@RestController
@RequestMapping("/api/v1/sessions")
@Tag(name = "session")
public final class SessionsController {
    private final Sessions sessions;
    private final SessionAnswers answers;

    public SessionsController(Sessions sessions, SessionAnswers answers) {
        this.sessions = sessions;
        this.answers = answers;
    }

    @Operation(summary = "One's own sessions that go on, the last used first")
    @ApiResponse(responseCode = "200", description = "The sessions")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @GetMapping
    SessionList listSessions(@AuthenticationPrincipal Caller caller) {
        return new SessionList(sessions.list(caller.accountId()).stream()
                .map(session -> new SessionEntry(
                        session.id(),
                        session.created(),
                        session.lastUsed(),
                        session.id().equals(caller.session()),
                        session.userAgent()))
                .toList());
    }

    @Operation(summary = "Log out everywhere, here too")
    @ApiResponse(responseCode = "204", description = "All sessions are over; the cookies are cleared")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @DeleteMapping
    ResponseEntity<Void> logOutEverywhere(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        sessions.endAll(caller.accountId(), Deed.of(caller, request));
        return answers.ended(request.isSecure());
    }

    record SessionList(List<SessionEntry> sessions) {}

    /** @param current whether it is the one that asks */
    record SessionEntry(
            String id,
            long created,
            @JsonProperty("last_used") long lastUsed,
            boolean current,
            @JsonProperty("user_agent") String userAgent) {}
}
