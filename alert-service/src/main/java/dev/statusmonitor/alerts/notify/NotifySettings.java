package dev.statusmonitor.alerts.notify;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Telling people.
 *
 * @param group the consumer group of the topic of events
 * @param together messages to one place that come within so long after one was sent join the next one
 * @param most events that one message names
 * @param queue messages that wait for one place; more are given up
 * @param firstPause before a message is tried again; doubles up to {@code longestPause}
 * @param longestPause between two tries
 * @param giveUp a message that could not be delivered for so long is given up
 */
@Validated
@ConfigurationProperties("statusmonitor.alerts.notify")
public record NotifySettings(
        @DefaultValue("alerts-notify") @NotNull String group,
        @DefaultValue("10s") @NotNull Duration together,
        @DefaultValue("20") @Min(1) int most,
        @DefaultValue("1000") @Min(1) int queue,
        @DefaultValue("1s") @NotNull Duration firstPause,
        @DefaultValue("5m") @NotNull Duration longestPause,
        @DefaultValue("24h") @NotNull Duration giveUp,
        @DefaultValue @Valid @NotNull Telegram telegram,
        @DefaultValue @Valid @NotNull Webhook webhook,
        @DefaultValue @Valid @NotNull Email email) {

    /**
     * Telegram.
     *
     * @param token of the bot, from @BotFather; without it there is no Telegram
     * @param baseUrl of the Bot API, another one for a server of one's own
     * @param timeout for a call
     * @param poll how long a question for news waits for some
     */
    public record Telegram(
            @Nullable String token,

            @DefaultValue("https://api.telegram.org") @NotNull
            URI baseUrl,

            @DefaultValue("10s") @NotNull Duration timeout,
            @DefaultValue("25s") @NotNull Duration poll) {
        public boolean isConfigured() {
            return token != null && !token.isBlank();
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Telegram[" + baseUrl + "]";
        }
    }

    /**
     * Web hooks.
     *
     * @param allowPrivate whether addresses of the own network may be called; else they are refused
     * @param timeout for a call
     */
    public record Webhook(
            @DefaultValue("false") boolean allowPrivate,
            @DefaultValue("10s") @NotNull Duration timeout) {}

    /**
     * E-mail.
     *
     * @param host of the SMTP server; without it there is no e-mail
     * @param port of the SMTP server
     * @param username to sign on with; without it nobody does
     * @param password that goes with the name
     * @param from the sender's address
     * @param encryption how the connection is protected
     * @param timeout for a connection, and for each answer
     */
    public record Email(
            @Nullable String host,
            @DefaultValue("587") int port,
            @Nullable String username,
            @Nullable String password,
            @Nullable String from,
            @DefaultValue("starttls") @NotNull Encryption encryption,
            @DefaultValue("10s") @NotNull Duration timeout) {
        /** How a connection is protected. */
        public enum Encryption {
            NONE,
            STARTTLS,
            TLS
        }

        public boolean isConfigured() {
            return host != null && !host.isBlank() && from != null && !from.isBlank();
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Email[" + host + ":" + port + "]";
        }
    }
}
