package dev.statusmonitor.alerts.rehearse;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.statusmonitor.alerts.evaluate.HostFacts;
import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.rule.RuleForm;
import dev.statusmonitor.alerts.rule.Rules;
import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import dev.statusmonitor.starter.token.SessionSecurity;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests a rule against what was recorded. The history is asked by the caller's own token, so that it decides by itself
 * what the caller may read.
 */
@RestController
@RequestMapping("/api/v1/alerts/rules")
@Tag(name = "alerts")
public final class RehearsalController {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LOOK_BACK = Duration.ofDays(7);
    private static final int MOST_HOSTS = 20;
    private static final int POINTS = 2_000;

    private final Rules rules;
    private final HostDirectory hosts;
    private final RestClient history;
    private final Clock clock;

    /** @param history speaks to history-service's public connector */
    public RehearsalController(Rules rules, HostDirectory hosts, RestClient history, Clock clock) {
        this.rules = rules;
        this.hosts = hosts;
        this.history = history;
        this.clock = clock;
    }

    @Operation(summary = "What a rule that is not kept yet would have done within the last week")
    @ApiResponse(responseCode = "200", description = "The incidents that would have been")
    @ApiResponse(responseCode = "422", description = "It makes no sense; the detail says why")
    @ApiResponse(responseCode = "503", description = "The history cannot be read now")
    @PostMapping("/test")
    Answer testDraft(@RequestBody RuleForm form, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        return rehearse(rules.draft(form, caller.accountId()), request);
    }

    @Operation(summary = "What a rule would have done within the last week")
    @ApiResponse(responseCode = "200", description = "The incidents that would have been")
    @ApiResponse(responseCode = "404", description = "There is no such rule, or it is somebody else's")
    @ApiResponse(responseCode = "503", description = "The history cannot be read now")
    @PostMapping("/{id}/test")
    Answer testRule(@PathVariable String id, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Rule rule = rules.find(id, caller.accountId())
                .orElseThrow(() -> ProblemException.notFound("You have no such rule."));
        return rehearse(rule, request);
    }

    private Answer rehearse(Rule rule, HttpServletRequest request) {
        String token = token(request).orElseThrow(() -> new InvalidRuleException("A token is missing."));
        long stop = clock.millis();
        long start = stop - LOOK_BACK.toMillis();
        List<HostChange> watched = hosts.ownedBy(rule.accountId()).stream()
                .filter(host -> rule.scope()
                        .covers(new HostFacts(host.hostId(), host.ownerId(), host.name(), host.tags(), true)))
                .sorted(Comparator.comparing(HostChange::name).thenComparing(HostChange::hostId))
                .toList();
        var incidents = new ArrayList<WouldBe>();
        long step = 0;
        for (HostChange host : watched.stream().limit(MOST_HOSTS).toList()) {
            JsonNode answer = ask(host.hostId(), rule, start, stop, token);
            step = Math.max(step, answer.path("step").asLong());
            incidents.addAll(play(rule, host, answer));
        }
        incidents.sort(Comparator.comparingLong(WouldBe::since));
        int told = (int) incidents.stream().filter(WouldBe::told).count();
        return new Answer(start, stop, step, told, incidents, Math.min(MOST_HOSTS, watched.size()), watched.size());
    }

    private static List<WouldBe> play(Rule rule, HostChange host, JsonNode answer) {
        long[] times =
                answer.path("times").valueStream().mapToLong(JsonNode::asLong).toArray();
        var step = Duration.ofSeconds(answer.path("step").asLong());
        boolean moments = rule.hold().isZero();
        String worst = !moments ? "mean" : rule.direction() == Rule.Direction.ABOVE ? "max" : "min";
        var found = new ArrayList<WouldBe>();
        answer.path("series").valueStream().forEach(series -> {
            JsonNode recorded = series.has(worst) ? series.path(worst) : series.path("mean");
            double[] values = recorded.valueStream()
                    .mapToDouble(value -> value.isNull() ? Double.NaN : value.asDouble())
                    .toArray();
            boolean down = rule.kind() == Rule.Kind.HOST_DOWN;
            var would = down ? Rehearsal.down(rule, times, values, step) : Rehearsal.play(rule, times, values, step);
            for (Rehearsal.Would each : would) {
                found.add(new WouldBe(
                        host.hostId(),
                        host.name(),
                        down ? null : series.path("name").asString(),
                        each.since(),
                        each.resolved(),
                        each.peak(),
                        each.told()));
            }
        });
        return found;
    }

    private JsonNode ask(String host, Rule rule, long start, long stop, String token) {
        String metric = rule.kind() == Rule.Kind.HOST_DOWN ? Metrics.UPTIME : rule.metric();
        try {
            return JSON.readTree(String.valueOf(history.get()
                    .uri(builder -> builder.path("/api/v1/hosts/{host}/metrics")
                            .queryParam("metric", "{metric}")
                            .queryParam("start", start)
                            .queryParam("stop", stop)
                            .queryParam("points", POINTS)
                            .build(host, metric))
                    .header(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                    .retrieve()
                    .body(String.class)));
        } catch (HttpClientErrorException.NotFound e) {
            // Deleted just now.
            return JSON.createObjectNode();
        } catch (HttpClientErrorException.Forbidden e) {
            throw new ProblemException(
                    HttpStatus.FORBIDDEN,
                    ProblemTypes.FORBIDDEN,
                    "Testing a rule reads the history: this API token lacks the scope history:read.");
        } catch (RestClientException e) {
            throw ProblemException.unavailable(
                    "The history cannot be read right now. Try again in a moment.", Duration.ofSeconds(5));
        }
    }

    private static Optional<String> token(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(header.substring(7).strip());
        }
        Cookie[] cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(SessionSecurity.ACCESS_COOKIE)) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    /**
     * What would have been.
     *
     * @param start of the time that was looked at, Unix time in milliseconds; {@code stop} its end
     * @param step seconds that were looked at as one
     * @param told how many times people would have been told that it fires
     * @param looked at how many hosts was looked
     * @param hosts how many hosts the rule watches
     */
    record Answer(long start, long stop, long step, int told, List<WouldBe> incidents, int looked, int hosts) {}

    /** An incident that would have been; {@code resolved} is left out where it would go on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WouldBe(
            String host,
            String hostName,
            @Nullable String series,
            long since,
            @Nullable Long resolved,
            double peak,
            boolean told) {}
}
