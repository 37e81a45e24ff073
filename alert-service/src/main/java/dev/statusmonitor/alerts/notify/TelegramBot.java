package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Severity;
import dev.statusmonitor.alerts.incident.Incident;
import dev.statusmonitor.alerts.incident.Incidents;
import dev.statusmonitor.alerts.rule.Rules;
import dev.statusmonitor.alerts.rule.Silence;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import org.telegram.telegrambots.meta.api.objects.CallbackQuery;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.chat.Chat;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/**
 * Listens to what people write to the bot: codes that link a chat, and buttons. It asks by long polling, so that no
 * public address is needed; the Bot API lets one do so at a time.
 */
final class TelegramBot {
    private static final Logger log = LoggerFactory.getLogger(TelegramBot.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration MUTE = Duration.ofHours(1);

    private final TelegramApi api;
    private final NotifySettings.Telegram settings;
    private final Channels channels;
    private final Incidents incidents;
    private final Rules rules;
    private final @Nullable URI publicUrl;
    private final Clock clock;
    private volatile @Nullable String name;
    private volatile @Nullable String problem;
    private volatile @Nullable Thread thread;

    TelegramBot(
            TelegramApi api,
            NotifySettings.Telegram settings,
            Channels channels,
            Incidents incidents,
            Rules rules,
            @Nullable URI publicUrl,
            Clock clock) {
        this.api = api;
        this.settings = settings;
        this.channels = channels;
        this.incidents = incidents;
        this.rules = rules;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** The bot's name, without the at sign; null until Telegram has said it. Asks for it where it is not known. */
    @Nullable String name() {
        if (name == null) {
            try {
                name = api.sending().execute(new GetMe()).getUserName();
                problem = null;
            } catch (TelegramApiException e) {
                problem = words(e);
            }
        }
        return name;
    }

    /** Why it cannot listen, in words; null while it can. */
    @Nullable String problem() {
        return problem;
    }

    synchronized void start() {
        if (thread == null) {
            Thread poller = Thread.ofPlatform().name("alerts-telegram").daemon().unstarted(this::run);
            thread = poller;
            poller.start();
        }
    }

    synchronized void stop() {
        Thread poller = thread;
        thread = null;
        if (poller != null) {
            poller.interrupt();
            try {
                poller.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        int failures = 0;
        int offset = 0;
        while (thread == Thread.currentThread()) {
            try {
                if (name() == null) {
                    failures = failed(failures, null);
                    continue;
                }
                // A Bot API that was given the offset forgets what came before it.
                List<Update> updates = api.polling()
                        .execute(GetUpdates.builder()
                                .offset(offset)
                                .timeout((int) settings.poll().toSeconds())
                                .allowedUpdates(List.of("message", "callback_query"))
                                .build());
                if (problem != null) {
                    log.info("the Telegram bot listens again");
                }
                failures = 0;
                problem = null;
                for (Update each : updates) {
                    offset = Math.max(offset, each.getUpdateId() + 1);
                    handle(each);
                }
            } catch (TelegramApiException e) {
                if (thread == Thread.currentThread()) {
                    failures = failed(failures, e);
                }
            }
        }
    }

    private int failed(int failures, @Nullable TelegramApiException e) {
        String words = e == null ? problem : words(e);
        if (problem == null || failures == 0) {
            log.atWarn().addKeyValue("reason", words).log("the Telegram bot cannot listen; it tries again");
        }
        problem = words;
        Duration pause = Duration.ofSeconds(1L << Math.min(failures, 5));
        if (e instanceof TelegramApiRequestException refused) {
            pause = TelegramApi.retryAfter(refused).orElse(pause);
        }
        try {
            Thread.sleep(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return failures + 1;
    }

    private static String words(TelegramApiException e) {
        return switch (TelegramApi.outcome(e)) {
            case Outcome.Later later -> later.reason();
            case Outcome.Never never -> never.reason();
            case Outcome.Sent sent -> "";
        };
    }

    /** What one person sends must not stop the bot for all others. */
    private void handle(Update update) {
        try {
            if (update.getMessage() != null && update.getMessage().hasText()) {
                message(update.getMessage());
            } else if (update.getCallbackQuery() != null) {
                button(update.getCallbackQuery());
            }
        } catch (TelegramApiException e) {
            log.atWarn().addKeyValue("reason", words(e)).log("a message to the Telegram bot could not be answered");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a message to the Telegram bot could not be handled");
        }
    }

    private void message(Message message) throws TelegramApiException {
        String[] parts = message.getText().strip().split("\\s+", 2);
        String command = parts[0].toLowerCase(Locale.ROOT);
        int at = command.indexOf('@');
        if (at > 0) {
            if (!command.substring(at + 1).equalsIgnoreCase(String.valueOf(name))) {
                return;
            }
            command = command.substring(0, at);
        }
        switch (command) {
            case "/start" -> answer(message, parts.length < 2 ? HOW_TO_LINK : link(message, parts[1].strip()));
            case "/stop" -> answer(message, unlink(message));
            default -> {
                // In a group people talk about other things.
                if (message.isUserMessage()) {
                    answer(message, HOW_TO_LINK);
                }
            }
        }
    }

    private static final String HOW_TO_LINK =
            "To get alerts here, open Alerts, Channels in StatusMonitor, add Telegram and follow its link. /stop ends them.";

    private String link(Message message, String code) {
        Optional<String> account = channels.useCode(code);
        if (account.isEmpty()) {
            return "This code is not good any more. Make a new one in StatusMonitor.";
        }
        String chat = message.getChatId().toString();
        Long topic = topic(message);
        boolean known = channels.of(account.get()).stream()
                .anyMatch(each -> each.kind() == Channel.Kind.TELEGRAM
                        && each.address().equals(chat)
                        && java.util.Objects.equals(each.topic(), topic));
        if (!known) {
            channels.add(new Channel(
                    channels.newId(),
                    account.get(),
                    Channel.Kind.TELEGRAM,
                    nameOf(message.getChat(), topic),
                    chat,
                    topic,
                    "",
                    Severity.INFO,
                    false,
                    clock.millis(),
                    null));
        }
        return "Alerts of your hosts will come here. /stop ends that.";
    }

    private String unlink(Message message) {
        Long topic = topic(message);
        long gone = channels.ofChat(message.getChatId().toString()).stream()
                .filter(each -> java.util.Objects.equals(each.topic(), topic))
                .filter(each -> channels.delete(each.id(), each.accountId()))
                .count();
        return gone == 0 ? "No alerts came here." : "No more alerts will come here.";
    }

    private static @Nullable Long topic(Message message) {
        return Boolean.TRUE.equals(message.getIsTopicMessage()) && message.getMessageThreadId() != null
                ? Long.valueOf(message.getMessageThreadId())
                : null;
    }

    private static String nameOf(Chat chat, @Nullable Long topic) {
        String name = chat.getTitle() != null
                ? chat.getTitle()
                : chat.getUserName() != null ? "@" + chat.getUserName() : String.valueOf(chat.getFirstName());
        String shown = topic == null ? name : name + " (topic " + topic + ")";
        return shown.length() > 100 ? shown.substring(0, 99) : shown;
    }

    private void answer(Message to, String text) throws TelegramApiException {
        var message = new SendMessage(to.getChatId().toString(), text);
        Long topic = topic(to);
        if (topic != null) {
            message.setMessageThreadId(topic.intValue());
        }
        api.sending().execute(message);
    }

    private void button(CallbackQuery query) throws TelegramApiException {
        String data = String.valueOf(query.getData());
        String said = "This is not one of yours.";
        if (query.getMessage() != null
                && (data.startsWith(TelegramNotifier.ACKNOWLEDGE) || data.startsWith(TelegramNotifier.MUTE))) {
            String incidentId = data.substring(2);
            String chat = query.getMessage().getChatId().toString();
            // Whoever is in a linked chat may; the chat must be linked to the account whose incident it is.
            for (Channel channel : channels.ofChat(chat)) {
                Optional<Incident> incident = incidents.find(incidentId, channel.accountId());
                if (incident.isPresent()) {
                    said = data.startsWith(TelegramNotifier.MUTE)
                            ? mute(incident.get())
                            : acknowledge(incident.get(), query.getFrom());
                    edit(query, channel, incidentId, said);
                    break;
                }
            }
        }
        api.sending()
                .execute(AnswerCallbackQuery.builder()
                        .callbackQueryId(query.getId())
                        .text(said)
                        .build());
    }

    private String acknowledge(Incident incident, User who) {
        if (!incident.isOpen()) {
            return "It is over already.";
        }
        String by = who.getUserName() != null ? "@" + who.getUserName() : who.getFirstName();
        return incidents
                .acknowledge(incident.id(), incident.accountId(), by)
                .map(after -> "Acknowledged by " + after.acknowledgedBy() + ".")
                .orElse("It is gone.");
    }

    private String mute(Incident incident) {
        long until = clock.millis() + MUTE.toMillis();
        boolean ruleThere =
                rules.find(incident.rule().id(), incident.accountId()).isPresent();
        rules.silence(
                incident.accountId(),
                Silence.Kind.MUTE,
                "From Telegram",
                ruleThere ? incident.rule().id() : null,
                new Scope(Scope.Kind.HOST, incident.hostId()),
                null,
                until);
        return "Muted until " + MessageText.time(until) + ".";
    }

    private void edit(CallbackQuery query, Channel channel, String incidentId, String said)
            throws TelegramApiException {
        var event = channels.event(incidentId, channel.id());
        if (event.isEmpty()) {
            return;
        }
        String html = TelegramNotifier.html(List.of(event.get()), publicUrl) + "\n<i>" + TelegramNotifier.escape(said)
                + "</i>";
        InlineKeyboardMarkup buttons = TelegramNotifier.buttons(event.get());
        api.sending()
                .execute(EditMessageText.builder()
                        .chatId(channel.address())
                        .messageId(query.getMessage().getMessageId())
                        .text(html)
                        .parseMode("HTML")
                        .replyMarkup(buttons)
                        .build());
    }
}
