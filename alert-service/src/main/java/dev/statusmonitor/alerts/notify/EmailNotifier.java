package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.incident.AlertEvent;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Sends e-mail by SMTP, plain text. */
final class EmailNotifier implements Notifier {
    private final NotifySettings.Email settings;
    private final Session session;
    private final @Nullable URI publicUrl;
    private final Clock clock;

    EmailNotifier(NotifySettings.Email settings, @Nullable URI publicUrl, Clock clock) {
        this.settings = settings;
        this.publicUrl = publicUrl;
        this.clock = clock;
        var properties = new Properties();
        boolean tls = settings.encryption() == NotifySettings.Email.Encryption.TLS;
        String millis = Long.toString(settings.timeout().toMillis());
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", String.valueOf(settings.host()));
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.ssl.enable", Boolean.toString(tls));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        boolean startTls = settings.encryption() == NotifySettings.Email.Encryption.STARTTLS;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        String user = settings.username();
        String password = settings.password();
        properties.put("mail.smtp.auth", Boolean.toString(user != null));
        this.session = Session.getInstance(
                properties,
                user == null
                        ? null
                        : new Authenticator() {
                            @Override
                            protected PasswordAuthentication getPasswordAuthentication() {
                                return new PasswordAuthentication(user, password);
                            }
                        });
    }

    @Override
    public Channel.Kind kind() {
        return Channel.Kind.EMAIL;
    }

    @Override
    public Outcome send(Channel channel, List<AlertEvent> events) {
        String subject = events.size() == 1 ? MessageText.title(events.getFirst()) : events.size() + " alerts";
        var lines = new ArrayList<String>();
        for (AlertEvent event : events) {
            lines.add(MessageText.title(event));
            lines.addAll(MessageText.details(event));
            String link = MessageText.link(publicUrl, event.incident());
            if (link != null) {
                lines.add(link);
            }
            lines.add("");
        }
        return send(channel, subject, String.join("\n", lines));
    }

    @Override
    public Outcome test(Channel channel) {
        return send(
                channel,
                "Test from StatusMonitor",
                "This is a test from StatusMonitor. Alerts of your hosts will come here.\n");
    }

    private Outcome send(Channel channel, String subject, String text) {
        return send(channel.address(), subject, text);
    }

    /** Sends a message that is about no alert. */
    Outcome send(String to, String subject, String text) {
        try {
            var message = new MimeMessage(session);
            message.setFrom(new InternetAddress(String.valueOf(settings.from()), true));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
            // A name may hold what would begin another header.
            message.setSubject(
                    "[StatusMonitor] " + subject.replaceAll("\\p{Cntrl}", " "), StandardCharsets.UTF_8.name());
            message.setText(text, StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(clock.instant()));
            message.setHeader("Auto-Submitted", "auto-generated");
            Transport.send(message);
            return new Outcome.Sent(message.getMessageID());
        } catch (SendFailedException e) {
            boolean refused = e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0;
            String words = "The mail server does not take it: " + firstLine(e) + ".";
            return refused ? new Outcome.Never(words) : new Outcome.Later(null, words);
        } catch (MessagingException e) {
            return new Outcome.Later(null, "The mail server cannot be used: " + firstLine(e) + ".");
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
