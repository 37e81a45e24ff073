package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.incident.AlertEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.objects.LinkPreviewOptions;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardButton;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardRow;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/** Tells a Telegram chat. Texts are the Bot API's HTML; all that comes from outside is escaped. */
final class TelegramNotifier implements Notifier {
    static final String ACKNOWLEDGE = "a:";
    static final String MUTE = "m:";

    /** The Bot API takes 4,096 characters after entities are parsed. */
    private static final int MOST = 3_900;

    private final TelegramApi api;
    private final Channels channels;
    private final @Nullable URI publicUrl;

    TelegramNotifier(TelegramApi api, Channels channels, @Nullable URI publicUrl) {
        this.api = api;
        this.channels = channels;
        this.publicUrl = publicUrl;
    }

    @Override
    public Channel.Kind kind() {
        return Channel.Kind.TELEGRAM;
    }

    @Override
    public Outcome send(Channel channel, List<AlertEvent> events) {
        return send(channel, html(events, publicUrl), events.size() == 1 ? buttons(events.getFirst()) : null);
    }

    @Override
    public Outcome test(Channel channel) {
        return send(channel, "This is a test from StatusMonitor. Alerts of your hosts will come here.", null);
    }

    private Outcome send(Channel channel, String html, @Nullable InlineKeyboardMarkup buttons) {
        var message = new SendMessage(channel.address(), html);
        message.setParseMode("HTML");
        message.setLinkPreviewOptions(
                LinkPreviewOptions.builder().isDisabled(true).build());
        if (channel.topic() != null) {
            message.setMessageThreadId(channel.topic().intValue());
        }
        if (buttons != null) {
            message.setReplyMarkup(buttons);
        }
        try {
            Message sent = api.sending().execute(message);
            return new Outcome.Sent(String.valueOf(sent.getMessageId()));
        } catch (TelegramApiRequestException e) {
            Long moved = e.getParameters() == null ? null : e.getParameters().getMigrateToChatId();
            if (moved != null) {
                channels.moved(channel.address(), moved.toString());
                message.setChatId(moved.toString());
                return again(message);
            }
            return TelegramApi.outcome(e);
        } catch (TelegramApiException e) {
            return TelegramApi.outcome(e);
        }
    }

    private Outcome again(SendMessage message) {
        try {
            return new Outcome.Sent(
                    String.valueOf(api.sending().execute(message).getMessageId()));
        } catch (TelegramApiException e) {
            return TelegramApi.outcome(e);
        }
    }

    static InlineKeyboardMarkup buttons(AlertEvent event) {
        if (event.type() == AlertEvent.Type.RESOLVED) {
            return new InlineKeyboardMarkup(List.of());
        }
        String incident = event.incident().id();
        return new InlineKeyboardMarkup(List.of(new InlineKeyboardRow(List.of(
                InlineKeyboardButton.builder()
                        .text("Acknowledge")
                        .callbackData(ACKNOWLEDGE + incident)
                        .build(),
                InlineKeyboardButton.builder()
                        .text("Mute for 1 h")
                        .callbackData(MUTE + incident)
                        .build()))));
    }

    /** One message about one or several events, within the Bot API's length. */
    static String html(List<AlertEvent> events, @Nullable URI publicUrl) {
        if (events.size() == 1) {
            AlertEvent event = events.getFirst();
            var lines = new ArrayList<String>();
            lines.add("<b>" + escape(MessageText.title(event)) + "</b>");
            MessageText.details(event).forEach(line -> lines.add(escape(line)));
            String link = MessageText.link(publicUrl, event.incident());
            if (link != null) {
                lines.add("<a href=\"" + escape(link) + "\">Chart</a>");
            }
            return String.join("\n", lines);
        }
        var text = new StringBuilder("<b>").append(events.size()).append(" alerts</b>");
        for (AlertEvent event : events) {
            text.append('\n').append(escape(shortened(MessageText.brief(event), MOST / events.size())));
        }
        return text.toString();
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, text.offsetByCodePoints(0, most / 2)) + "…";
    }

    /** What the Bot API's HTML would take for markup. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
