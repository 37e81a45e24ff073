package dev.statusmonitor.alerts.incident;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One's own incidents. Others' answer as unknown ones do. */
@RestController
@RequestMapping("/api/v1/alerts/incidents")
@Tag(name = "alerts")
public final class IncidentController {
    private static final int MOST = 200;

    private final Incidents incidents;

    public IncidentController(Incidents incidents) {
        this.incidents = incidents;
    }

    @Operation(summary = "One's own incidents, the newest first")
    @ApiResponse(responseCode = "200", description = "A page of them")
    @ApiResponse(responseCode = "400", description = "A parameter cannot be read")
    @GetMapping
    IncidentPage listIncidents(
            @RequestParam(name = "state", defaultValue = "open") String state,
            @RequestParam(name = "host", required = false) @Nullable String host,
            @RequestParam(name = "before", required = false) @Nullable String before,
            @RequestParam(name = "limit", defaultValue = "100") int limit,
            @AuthenticationPrincipal Caller caller) {
        if (!state.equals("open") && !state.equals("all")) {
            throw bad("state must be open or all.");
        }
        if (limit < 1 || limit > MOST) {
            throw bad("limit must be from 1 to " + MOST + ".");
        }
        List<Incident> found = incidents.list(caller.accountId(), state.equals("open"), host, before, limit + 1);
        return new IncidentPage(
                found.stream().limit(limit).map(AlertEvent.IncidentView::of).toList(),
                incidents.countOpen(caller.accountId()),
                found.size() > limit);
    }

    @Operation(summary = "An incident")
    @ApiResponse(responseCode = "200", description = "The incident")
    @ApiResponse(responseCode = "404", description = "There is no such incident, or it is somebody else's")
    @GetMapping("/{id}")
    AlertEvent.IncidentView getIncident(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        return incidents
                .find(id, caller.accountId())
                .map(AlertEvent.IncidentView::of)
                .orElseThrow(IncidentController::unknown);
    }

    @Operation(summary = "Say that one knows: nothing is repeated, and a silent incident stays silent")
    @ApiResponse(responseCode = "200", description = "The incident as it is now")
    @ApiResponse(responseCode = "404", description = "There is no such incident, or it is somebody else's")
    @PostMapping("/{id}/acknowledge")
    AlertEvent.IncidentView acknowledge(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        return incidents
                .acknowledge(id, caller.accountId(), "dashboard")
                .map(AlertEvent.IncidentView::of)
                .orElseThrow(IncidentController::unknown);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("You have no such incident.");
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, ProblemTypes.BAD_REQUEST, detail);
    }

    /**
     * A page of incidents.
     *
     * @param open how many are open in all
     * @param more whether there are older ones; ask with {@code before} = the last one's id
     */
    record IncidentPage(List<AlertEvent.IncidentView> incidents, long open, boolean more) {}
}
