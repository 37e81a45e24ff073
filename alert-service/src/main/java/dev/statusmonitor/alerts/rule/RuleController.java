package dev.statusmonitor.alerts.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
import dev.statusmonitor.alerts.evaluate.Weekly;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own rules, mutes and maintenance windows. Others' answer as unknown ones do. */
@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "alerts")
public final class RuleController {
    private final Rules rules;
    private final HostDirectory hosts;
    private final Clock clock;

    public RuleController(Rules rules, HostDirectory hosts, Clock clock) {
        this.rules = rules;
        this.hosts = hosts;
        this.clock = clock;
    }

    @Operation(summary = "One's own rules, the oldest first")
    @ApiResponse(responseCode = "200", description = "The rules")
    @GetMapping("/rules")
    RuleList listRules(@AuthenticationPrincipal Caller caller) {
        return new RuleList(
                rules.list(caller.accountId()).stream().map(RuleForm::of).toList());
    }

    @Operation(summary = "A new rule")
    @ApiResponse(responseCode = "201", description = "The rule")
    @ApiResponse(responseCode = "422", description = "It makes no sense; the detail says why")
    @PostMapping("/rules")
    @ResponseStatus(HttpStatus.CREATED)
    RuleForm addRule(@RequestBody RuleForm form, @AuthenticationPrincipal Caller caller) {
        requireOwnHost(form.scope(), caller.accountId());
        return RuleForm.of(rules.add(form, caller.accountId()));
    }

    @Operation(summary = "A rule")
    @ApiResponse(responseCode = "200", description = "The rule")
    @ApiResponse(responseCode = "404", description = "There is no such rule, or it is somebody else's")
    @GetMapping("/rules/{id}")
    RuleForm getRule(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        return rules.find(id, caller.accountId()).map(RuleForm::of).orElseThrow(() -> unknown("rule"));
    }

    @Operation(summary = "Change or pause a rule; what is left out stays")
    @ApiResponse(responseCode = "200", description = "The rule as it is now")
    @ApiResponse(responseCode = "404", description = "There is no such rule, or it is somebody else's")
    @ApiResponse(responseCode = "422", description = "It makes no sense; the detail says why")
    @PatchMapping("/rules/{id}")
    RuleForm changeRule(@PathVariable String id, @RequestBody RuleForm form, @AuthenticationPrincipal Caller caller) {
        requireOwnHost(form.scope(), caller.accountId());
        return rules.change(id, caller.accountId(), form).map(RuleForm::of).orElseThrow(() -> unknown("rule"));
    }

    @Operation(summary = "Delete a rule; its open incidents are over")
    @ApiResponse(responseCode = "204", description = "It is gone")
    @ApiResponse(responseCode = "404", description = "There is no such rule, or it is somebody else's")
    @DeleteMapping("/rules/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteRule(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        if (!rules.delete(id, caller.accountId())) {
            throw unknown("rule");
        }
    }

    @Operation(summary = "Mutes that are not over")
    @GetMapping("/mutes")
    MuteList listMutes(@AuthenticationPrincipal Caller caller) {
        return new MuteList(rules.silences(caller.accountId(), Silence.Kind.MUTE).stream()
                .map(this::form)
                .toList());
    }

    @Operation(summary = "No messages of a rule, a host, a tag or all, until a time")
    @ApiResponse(responseCode = "201", description = "The mute")
    @ApiResponse(responseCode = "422", description = "It makes no sense; the detail says why")
    @PostMapping("/mutes")
    @ResponseStatus(HttpStatus.CREATED)
    SilenceForm addMute(@RequestBody SilenceForm form, @AuthenticationPrincipal Caller caller) {
        if (form.repeat() != null || form.zone() != null) {
            throw new InvalidRuleException("A mute does not come back: plan a maintenance window instead.");
        }
        return add(form, Silence.Kind.MUTE, caller.accountId(), null);
    }

    @Operation(summary = "End a mute")
    @DeleteMapping("/mutes/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteMute(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        if (!rules.unsilence(id, caller.accountId(), Silence.Kind.MUTE)) {
            throw unknown("mute");
        }
    }

    @Operation(summary = "Maintenance windows that are not over, or come back")
    @GetMapping("/maintenance")
    WindowList listMaintenance(@AuthenticationPrincipal Caller caller) {
        return new WindowList(rules.silences(caller.accountId(), Silence.Kind.MAINTENANCE).stream()
                .map(this::form)
                .toList());
    }

    @Operation(summary = "A maintenance window: incidents are recorded and nobody is told")
    @ApiResponse(responseCode = "201", description = "The window")
    @ApiResponse(responseCode = "422", description = "It makes no sense; the detail says why")
    @PostMapping("/maintenance")
    @ResponseStatus(HttpStatus.CREATED)
    SilenceForm addMaintenance(@RequestBody SilenceForm form, @AuthenticationPrincipal Caller caller) {
        return add(form, Silence.Kind.MAINTENANCE, caller.accountId(), zoneOf(form));
    }

    @Operation(summary = "End or cancel a maintenance window")
    @DeleteMapping("/maintenance/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteMaintenance(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        if (!rules.unsilence(id, caller.accountId(), Silence.Kind.MAINTENANCE)) {
            throw unknown("maintenance window");
        }
    }

    /** By whose clocks it comes back; null where it does not. */
    private static @Nullable ZoneId zoneOf(SilenceForm form) {
        if (form.repeat() == null && form.zone() == null) {
            return null;
        }
        if (!"weekly".equals(form.repeat())) {
            throw new InvalidRuleException("repeat must be weekly, or left out with zone.");
        }
        if (form.zone() == null || !ZoneId.getAvailableZoneIds().contains(form.zone())) {
            throw new InvalidRuleException("zone must be the IANA name of a time zone, such as Europe/Berlin.");
        }
        return ZoneId.of(form.zone());
    }

    private SilenceForm add(SilenceForm form, Silence.Kind kind, String account, @Nullable ZoneId zone) {
        requireOwnHost(form.scope(), account);
        Silence silence = rules.silence(
                account,
                kind,
                form.name(),
                form.rule(),
                form.scope() == null
                        ? dev.statusmonitor.alerts.evaluate.Scope.ALL
                        : form.scope().scope(),
                form.start(),
                form.stop(),
                zone);
        return form(silence);
    }

    private SilenceForm form(Silence silence) {
        return SilenceForm.of(silence, clock.millis());
    }

    private void requireOwnHost(RuleForm.@Nullable ScopeForm scope, String account) {
        if (scope != null && scope.host() != null) {
            hosts.requireReadable(account, scope.host());
        }
    }

    private static ProblemException unknown(String what) {
        return ProblemException.notFound("You have no such " + what + ".");
    }

    record RuleList(List<RuleForm> rules) {}

    record MuteList(List<SilenceForm> mutes) {}

    record WindowList(List<SilenceForm> maintenance) {}

    /**
     * A mute or a maintenance window.
     *
     * @param rule a rule's id; left out for all
     * @param start Unix time in milliseconds, now where it is left out; {@code stop} the same; of one that comes back,
     *     the first time
     * @param repeat {@code weekly} for a maintenance window that comes back; left out for once
     * @param zone the IANA name of the time zone by whose clocks it comes back
     * @param next when it comes next, or is now; shown, not taken, of one that comes back
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SilenceForm(
            @Nullable String id,
            @Nullable String name,
            @Nullable String rule,
            RuleForm.@Nullable ScopeForm scope,
            @Nullable Long start,
            @Nullable Long stop,
            @Nullable String repeat,
            @Nullable String zone,
            Weekly.@Nullable Window next,
            @Nullable Long created) {
        static SilenceForm of(Silence silence, long now) {
            Weekly weekly = silence.weekly();
            return new SilenceForm(
                    silence.id(),
                    silence.name(),
                    silence.ruleId(),
                    RuleForm.ScopeForm.of(silence.scope()),
                    silence.start(),
                    silence.stop(),
                    weekly == null ? null : "weekly",
                    weekly == null ? null : weekly.zone().getId(),
                    weekly == null ? null : weekly.next(now),
                    silence.created());
        }
    }
}
