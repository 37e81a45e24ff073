package dev.statusmonitor.history.query;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The past of one's own hosts. */
@RestController
final class HistoryController {
    private final HostDirectory hosts;
    private final Histories histories;
    private final Clock clock;

    HistoryController(HostDirectory hosts, Histories histories, Clock clock) {
        this.hosts = hosts;
        this.histories = histories;
        this.clock = clock;
    }

    @Operation(summary = "Metrics of a host over a range of time")
    @Parameter(
            name = "metric",
            in = ParameterIn.QUERY,
            required = true,
            description = "A metric (each of its series) or a whole series name, braces percent-encoded; at most 50",
            array = @ArraySchema(schema = @Schema(type = "string")))
    @Parameter(
            name = "start",
            in = ParameterIn.QUERY,
            required = true,
            description = "-5m, -24h, -7d, RFC 3339, or Unix milliseconds",
            schema = @Schema(type = "string"))
    @Parameter(
            name = "stop",
            in = ParameterIn.QUERY,
            description = "As start; now where it is left out",
            schema = @Schema(type = "string"))
    @Parameter(
            name = "points",
            in = ParameterIn.QUERY,
            description = "How many points a series has at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "2000", defaultValue = "600"))
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MetricsAnswer.class)))
    @GetMapping(path = "/api/v1/hosts/{id}/metrics", produces = MediaType.APPLICATION_JSON_VALUE)
    void metrics(
            @PathVariable("id") String id,
            @AuthenticationPrincipal Caller caller,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters,
            HttpServletResponse response)
            throws IOException {
        hosts.requireReadable(caller.accountId(), id);
        HistoryQuery query;
        try {
            // As a list parameter, Spring would cut a single series name at its commas.
            query = HistoryQuery.of(
                    parameters.getOrDefault("metric", List.of()),
                    parameters.getFirst("start"),
                    parameters.getFirst("stop"),
                    parameters.getFirst("points"),
                    clock.instant());
        } catch (BadQueryException e) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST, ProblemTypes.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        var buckets = histories.range(id, query);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        HistoryJson.metrics(response.getOutputStream(), id, query.tier(), buckets);
    }

    @Operation(summary = "The newest sample of a host")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = LatestAnswer.class)))
    @GetMapping(path = "/api/v1/hosts/{id}/latest", produces = MediaType.APPLICATION_JSON_VALUE)
    void latest(@PathVariable("id") String id, @AuthenticationPrincipal Caller caller, HttpServletResponse response)
            throws IOException {
        hosts.requireReadable(caller.accountId(), id);
        var newest = histories.newest(id);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        HistoryJson.latest(response.getOutputStream(), id, newest);
    }

    /** What {@link HistoryJson#metrics} writes, for the description of the interface. */
    record MetricsAnswer(
            String host,
            long start,
            long stop,
            String tier,
            int step,
            List<Long> times,
            List<SeriesAnswer> series,
            @Nullable Map<String, Integer> leftOut) {}

    /** One of its series. */
    record SeriesAnswer(
            String name,
            String metric,
            Map<String, String> attributes,
            String unit,
            List<@Nullable Double> mean,
            @Nullable List<@Nullable Double> min,
            @Nullable List<@Nullable Double> max) {}

    /** What {@link HistoryJson#latest} writes, for the description of the interface. */
    record LatestAnswer(String host, @Nullable Long timestamp, Map<String, Double> metrics) {}
}
