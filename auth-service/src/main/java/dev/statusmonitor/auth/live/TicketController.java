package dev.statusmonitor.auth.live;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.session.Caller;
import dev.statusmonitor.starter.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Gives out tickets for the live connection, and tells the gateway whose they are. */
@RestController
public final class TicketController {
    private final Tickets tickets;

    public TicketController(Tickets tickets) {
        this.tickets = tickets;
    }

    @Operation(summary = "Get a ticket for the live connection")
    @ApiResponse(responseCode = "201", description = "The ticket, good once and for 30 s")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @Tag(name = "live")
    @PostMapping("/api/v1/live/tickets")
    ResponseEntity<Tickets.Ticket> issueTicket(@AuthenticationPrincipal Jwt token) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(tickets.issue(Caller.of(token).sessionId()));
    }

    @Operation(summary = "Exchange a ticket for the session it was given to")
    @ApiResponse(responseCode = "200", description = "The session")
    @ApiResponse(responseCode = "404", description = "The ticket is wrong, used or expired, or the session is over")
    @Tag(name = "internal")
    @PostMapping("/internal/v1/tickets/redeem")
    TicketHolder redeem(@RequestBody Redemption body) {
        return tickets.redeem(body.ticket == null ? "" : body.ticket)
                .map(session -> new TicketHolder(session.accountId(), session.id(), session.expires()))
                .orElseThrow(() -> ProblemException.notFound("This ticket is wrong, used or expired; get a new one."));
    }

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
