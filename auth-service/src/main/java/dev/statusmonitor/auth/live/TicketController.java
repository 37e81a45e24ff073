package dev.statusmonitor.auth.live;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.input.InvalidInputException;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Gives out tickets for the live connection, and tells the gateway whose they are. */
@RestController
public final class TicketController {
    private static final int CHECKED_MAX = 1_000;

    private final Tickets tickets;

    public TicketController(Tickets tickets) {
        this.tickets = tickets;
    }

    @Operation(summary = "Get a ticket for the live connection")
    @ApiResponse(responseCode = "201", description = "The ticket, good once and for 30 s")
    @ApiResponse(responseCode = "401", description = "There is no session or API token")
    @ApiResponse(responseCode = "403", description = "The API token lacks the scope live:read")
    @Tag(name = "live")
    @PostMapping("/api/v1/live/tickets")
    ResponseEntity<Tickets.Ticket> issueTicket(@AuthenticationPrincipal Caller caller) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(tickets.issue(caller));
    }

    @Operation(summary = "Exchange a ticket for whose it is: a session or an API token, by its id")
    @ApiResponse(responseCode = "200", description = "The session or API token")
    @ApiResponse(
            responseCode = "404",
            description = "The ticket is wrong, used or expired, or the session or API token is over")
    @Tag(name = "internal")
    @PostMapping("/internal/v1/tickets/redeem")
    TicketHolder redeem(@RequestBody Redemption body) {
        return tickets.redeem(body.ticket == null ? "" : body.ticket)
                .map(holder -> new TicketHolder(holder.accountId(), holder.grantId(), holder.expires()))
                .orElseThrow(() -> ProblemException.notFound("This ticket is wrong, used or expired; get a new one."));
    }

    @Operation(summary = "Which of these sessions and API tokens are over")
    @ApiResponse(responseCode = "200", description = "Those that are")
    @ApiResponse(responseCode = "422", description = "There are more than 1,000 ids, or none is said")
    @Tag(name = "internal")
    @PostMapping("/internal/v1/sessions/check")
    SessionCheck checkSessions(@RequestBody SessionQuestion body) {
        if (body.sessions == null || body.sessions.size() > CHECKED_MAX || body.sessions.contains(null)) {
            throw new InvalidInputException("sessions must be a list of at most " + CHECKED_MAX + " ids.");
        }
        return new SessionCheck(tickets.ended(body.sessions));
    }

    record SessionQuestion(@Nullable List<String> sessions) {}

    record SessionCheck(List<String> ended) {}

    record Redemption(@Nullable String ticket) {
        /** Without the ticket. */
        @Override
        public String toString() {
            return "Redemption[]";
        }
    }

    record TicketHolder(
            @JsonProperty("account_id") String accountId,
            @JsonProperty("session_id") String sessionId,
            @JsonProperty("session_expires") long sessionExpires) {}
}
