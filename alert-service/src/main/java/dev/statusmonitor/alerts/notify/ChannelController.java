package dev.statusmonitor.alerts.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
import dev.statusmonitor.alerts.evaluate.Severity;
import dev.statusmonitor.alerts.incident.Incidents;
import dev.statusmonitor.alerts.rule.Rules;
import dev.statusmonitor.alerts.store.Words;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
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

/** Where one is told. Others' channels answer as unknown ones do. */
@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "alerts")
final class ChannelController {
    private static final int MOST = 50;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@,;<>()\\[\\]\"]+@[^\\s@,;<>()\\[\\]\"]+");

    private final Channels channels;
    private final Rules rules;
    private final Incidents incidents;
    private final List<Notifier> notifiers;
    private final WebhookNotifier webhooks;
    private final @Nullable TelegramBot bot;
    private final Clock clock;

    ChannelController(
            Channels channels,
            Rules rules,
            Incidents incidents,
            List<Notifier> notifiers,
            WebhookNotifier webhooks,
            @Nullable TelegramBot bot,
            Clock clock) {
        this.channels = channels;
        this.rules = rules;
        this.incidents = incidents;
        this.notifiers = List.copyOf(notifiers);
        this.webhooks = webhooks;
        this.bot = bot;
        this.clock = clock;
    }

    @Operation(summary = "One's own channels, and which kinds this platform is set up for")
    @GetMapping("/channels")
    ChannelList listChannels(@AuthenticationPrincipal Caller caller) {
        return new ChannelList(
                channels.of(caller.accountId()).stream().map(ChannelAnswer::of).toList(),
                notifiers.stream().map(each -> Words.of(each.kind())).sorted().toList());
    }

    @Operation(summary = "A new web hook or e-mail address; Telegram chats link themselves")
    @ApiResponse(responseCode = "201", description = "The channel; of a web hook with its secret, which is shown once")
    @ApiResponse(responseCode = "422", description = "It makes no sense; the detail says why")
    @PostMapping("/channels")
    @ResponseStatus(HttpStatus.CREATED)
    ChannelAnswer addChannel(@RequestBody ChannelForm form, @AuthenticationPrincipal Caller caller) {
        String account = caller.accountId();
        rules.know(account);
        if (channels.of(account).size() >= MOST) {
            throw new InvalidRuleException("There can be " + MOST + " channels at most; delete one first.");
        }
        Channel.Kind kind = kind(form.kind);
        if (kind == Channel.Kind.TELEGRAM) {
            throw new InvalidRuleException(
                    "A Telegram chat links itself: follow the link of POST" + " /api/v1/alerts/telegram/link.");
        }
        if (notifiers.stream().noneMatch(each -> each.kind() == kind)) {
            throw new InvalidRuleException("This platform is not set up for " + Words.of(kind) + ".");
        }
        String address = kind == Channel.Kind.WEBHOOK ? webhooks.check(text(form.url)) : email(form.email);
        String secret = kind == Channel.Kind.WEBHOOK ? secret() : "";
        var channel = new Channel(
                channels.newId(),
                account,
                kind,
                form.name == null || form.name.isBlank() ? shortened(address) : name(form.name),
                address,
                null,
                secret,
                form.minSeverity == null ? Severity.INFO : severity(form.minSeverity),
                Boolean.TRUE.equals(form.paused),
                clock.millis(),
                null);
        channels.add(channel);
        return ChannelAnswer.withSecret(channel);
    }

    @Operation(summary = "Rename or pause a channel, or change what is told there; what is left out stays")
    @ApiResponse(responseCode = "200", description = "The channel as it is now")
    @ApiResponse(responseCode = "404", description = "There is no such channel, or it is somebody else's")
    @PatchMapping("/channels/{id}")
    ChannelAnswer changeChannel(
            @PathVariable String id, @RequestBody ChannelForm form, @AuthenticationPrincipal Caller caller) {
        return channels.change(
                        id,
                        caller.accountId(),
                        form.name == null ? null : name(form.name),
                        form.minSeverity == null ? null : severity(form.minSeverity),
                        form.paused)
                .map(ChannelAnswer::of)
                .orElseThrow(ChannelController::unknown);
    }

    @Operation(summary = "Delete a channel")
    @ApiResponse(responseCode = "204", description = "Nothing more goes there")
    @DeleteMapping("/channels/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteChannel(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        if (!channels.delete(id, caller.accountId())) {
            throw unknown();
        }
    }

    @Operation(summary = "Send a test message and wait for what becomes of it")
    @ApiResponse(responseCode = "200", description = "Whether it arrived, and why not")
    @ApiResponse(responseCode = "404", description = "There is no such channel, or it is somebody else's")
    @PostMapping("/channels/{id}/test")
    TestAnswer testChannel(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        Channel channel = channels.find(id, caller.accountId()).orElseThrow(ChannelController::unknown);
        Outcome outcome = notifiers.stream()
                .filter(each -> each.kind() == channel.kind())
                .findFirst()
                .<Outcome>map(notifier -> notifier.test(channel))
                .orElseGet(
                        () -> new Outcome.Never("This platform is not set up for " + Words.of(channel.kind()) + "."));
        String error = switch (outcome) {
            case Outcome.Sent sent -> null;
            case Outcome.Later later -> later.reason();
            case Outcome.Never never -> never.reason();
        };
        channels.problem(channel.id(), error);
        return new TestAnswer(error == null, error);
    }

    @Operation(summary = "What became of the messages of an incident")
    @ApiResponse(responseCode = "200", description = "The messages, the oldest first")
    @ApiResponse(responseCode = "404", description = "There is no such incident, or it is somebody else's")
    @GetMapping("/incidents/{id}/deliveries")
    DeliveryList listDeliveries(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        if (incidents.find(id, caller.accountId()).isEmpty()) {
            throw ProblemException.notFound("You have no such incident.");
        }
        return new DeliveryList(channels.told(id));
    }

    @Operation(summary = "Whether there is a Telegram bot, and how it is")
    @GetMapping("/telegram")
    TelegramAnswer telegram() {
        return bot == null
                ? new TelegramAnswer(false, null, null)
                : new TelegramAnswer(true, bot.name(), bot.problem());
    }

    @Operation(summary = "A link by which a Telegram chat becomes a channel: good once, for 15 minutes")
    @ApiResponse(responseCode = "201", description = "The links")
    @ApiResponse(responseCode = "409", description = "There is no bot")
    @ApiResponse(responseCode = "503", description = "Telegram does not answer")
    @PostMapping("/telegram/link")
    @ResponseStatus(HttpStatus.CREATED)
    LinkAnswer linkTelegram(@AuthenticationPrincipal Caller caller) {
        if (bot == null) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    ProblemTypes.CONFLICT,
                    "This platform has no Telegram bot: its administrator sets"
                            + " statusmonitor.alerts.notify.telegram.token.");
        }
        String name = bot.name();
        if (name == null) {
            throw ProblemException.unavailable(
                    Objects.requireNonNullElse(bot.problem(), "Telegram does not answer."),
                    java.time.Duration.ofSeconds(10));
        }
        rules.know(caller.accountId());
        Channels.LinkCode code = channels.newCode(caller.accountId());
        String base = "https://t.me/" + name;
        return new LinkAnswer(
                name, code.code(), base + "?start=" + code.code(), base + "?startgroup=" + code.code(), code.expires());
    }

    private static Channel.Kind kind(@Nullable String word) {
        try {
            return Words.read(Channel.Kind.class, text(word));
        } catch (IllegalArgumentException e) {
            throw new InvalidRuleException("kind must be webhook or email.");
        }
    }

    private static Severity severity(String word) {
        try {
            return Words.read(Severity.class, word);
        } catch (IllegalArgumentException e) {
            throw new InvalidRuleException("min_severity must be one of "
                    + String.join(
                            ", ",
                            Arrays.stream(Severity.values()).map(Words::of).toList())
                    + ".");
        }
    }

    private static String name(String text) {
        String name = text.strip();
        if (name.isEmpty() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRuleException("name must have 1 to 100 characters and no control characters.");
        }
        return name;
    }

    static String email(@Nullable String text) {
        String email = text(text).strip();
        if (email.length() > 254 || !EMAIL.matcher(email).matches()) {
            throw new InvalidRuleException("email must be an e-mail address such as ada@example.org.");
        }
        return email;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100);
    }

    private static String secret() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("You have no such channel.");
    }

    /**
     * @param kinds what this platform is set up for
     */
    record ChannelList(List<ChannelAnswer> channels, List<String> kinds) {}

    /** A channel as its owner sees it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChannelAnswer(
            String id,
            String kind,
            String name,
            @Nullable String url,
            @Nullable String email,
            @Nullable String chat,
            @Nullable Long topic,
            String minSeverity,
            boolean paused,
            long created,
            @Nullable String problem,
            @Nullable String secret) {
        static ChannelAnswer of(Channel channel) {
            return of(channel, null);
        }

        static ChannelAnswer withSecret(Channel channel) {
            return of(channel, channel.secret().isEmpty() ? null : channel.secret());
        }

        private static ChannelAnswer of(Channel channel, @Nullable String secret) {
            return new ChannelAnswer(
                    channel.id(),
                    Words.of(channel.kind()),
                    channel.name(),
                    channel.kind() == Channel.Kind.WEBHOOK ? channel.address() : null,
                    channel.kind() == Channel.Kind.EMAIL ? channel.address() : null,
                    channel.kind() == Channel.Kind.TELEGRAM ? channel.address() : null,
                    channel.topic(),
                    Words.of(channel.minSeverity()),
                    channel.paused(),
                    channel.created(),
                    channel.problem(),
                    secret);
        }
    }

    /**
     * @param url of a web hook
     * @param email of an e-mail channel
     */
    record ChannelForm(
            @Nullable String kind,
            @Nullable String name,
            @Nullable String url,
            @Nullable String email,
            @Nullable String minSeverity,
            @Nullable Boolean paused) {}

    record DeliveryList(List<Channels.Told> deliveries) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestAnswer(boolean sent, @Nullable String error) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TelegramAnswer(
            boolean configured,
            @Nullable String bot,
            @Nullable String problem) {}

    /**
     * @param link opens a chat with the bot
     * @param groupLink adds the bot to a group
     */
    record LinkAnswer(String bot, String code, String link, String groupLink, long expires) {}
}
