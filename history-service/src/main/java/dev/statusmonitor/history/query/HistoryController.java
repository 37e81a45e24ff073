package dev.statusmonitor.history.query;

import dev.statusmonitor.history.store.SeriesBuckets;
import dev.statusmonitor.starter.hosts.HostDirectory;
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
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The past of one's own hosts. */
@RestController
final class HistoryController {
    static final int MAX_HOSTS = 20;

    private final HostDirectory hosts;
    private final Histories histories;
    private final Clock clock;

    HistoryController(HostDirectory hosts, Histories histories, Clock clock) {
        this.hosts = hosts;
        this.histories = histories;
        this.clock = clock;
    }

    @Operation(summary = "Metrics of a host over a range of time")
    @HistoryParameters
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = MetricsAnswer.class)),
                @Content(mediaType = HistoryCsv.MEDIA_TYPE, schema = @Schema(type = "string"))
            })
    @GetMapping(
            path = "/api/v1/hosts/{id}/metrics",
            produces = {MediaType.APPLICATION_JSON_VALUE, HistoryCsv.MEDIA_TYPE})
    void metrics(
            @PathVariable("id") String id,
            @AuthenticationPrincipal Caller caller,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
            HttpServletResponse response)
            throws IOException {
        hosts.requireReadable(caller.accountId(), id);
        HistoryQuery query = query(parameters);
        var answers = histories.range(List.of(id), query);
        if (HistoryCsv.wanted(accept)) {
            csv(response, List.of(id), query, answers);
        } else {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            HistoryJson.metrics(response.getOutputStream(), id, query, answers.getFirst());
        }
    }

    @Operation(summary = "Metrics of several hosts over a range of time")
    @Parameter(
            name = "host",
            in = ParameterIn.QUERY,
            required = true,
            description = "The id of a host; at most 20",
            array = @ArraySchema(schema = @Schema(type = "string")))
    @HistoryParameters
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = HostsAnswer.class)),
                @Content(mediaType = HistoryCsv.MEDIA_TYPE, schema = @Schema(type = "string"))
            })
    @GetMapping(
            path = "/api/v1/history",
            produces = {MediaType.APPLICATION_JSON_VALUE, HistoryCsv.MEDIA_TYPE})
    void history(
            @AuthenticationPrincipal Caller caller,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
            HttpServletResponse response)
            throws IOException {
        List<String> ids =
                parameters.getOrDefault("host", List.of()).stream().distinct().toList();
        if (ids.isEmpty() || ids.size() > MAX_HOSTS) {
            throw Histories.badRequest(
                    "host is the id of one of your hosts; at most " + MAX_HOSTS + " can be asked for at once.");
        }
        for (String id : ids) {
            hosts.requireReadable(caller.accountId(), id);
        }
        HistoryQuery query = query(parameters);
        var answers = histories.range(ids, query);
        if (HistoryCsv.wanted(accept)) {
            csv(response, ids, query, answers);
        } else {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            HistoryJson.hosts(response.getOutputStream(), ids, query, answers);
        }
    }

    private HistoryQuery query(MultiValueMap<String, String> parameters) {
        // As a list parameter, Spring would cut a single series name at its commas.
        return Histories.query(
                parameters.getOrDefault("metric", List.of()),
                parameters.getFirst("start"),
                parameters.getFirst("stop"),
                parameters.getFirst("points"),
                clock.instant());
    }

    private static void csv(
            HttpServletResponse response, List<String> ids, HistoryQuery query, List<SeriesBuckets> answers)
            throws IOException {
        response.setContentType(HistoryCsv.MEDIA_TYPE + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"history.csv\"");
        HistoryCsv.write(response.getOutputStream(), ids, query.grid(), answers);
    }

    /** How both ask. */
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
            description = "-5m, -24h, -7d, -12mo (365 days), RFC 3339, or Unix milliseconds",
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
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface HistoryParameters {}

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

    /** What {@link HistoryJson#hosts} writes. */
    record HostsAnswer(long start, long stop, String tier, int step, List<Long> times, List<HostAnswer> hosts) {}

    /** One of its hosts. */
    record HostAnswer(
            String host,
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
