package dev.statusmonitor.alerts.notify;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.client.okhttp.OkHttpTelegramClient;
import org.telegram.telegrambots.meta.TelegramUrl;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;
import org.telegram.telegrambots.meta.generics.TelegramClient;

/** The Bot API: one client for sending and one, more patient, for asking what is new. */
final class TelegramApi implements AutoCloseable {
    /** Telegram takes about thirty messages a second; each may take some time. */
    private static final int AT_ONCE = 64;

    private final OkHttpClient http;
    private final TelegramClient sending;
    private final TelegramClient polling;

    TelegramApi(NotifySettings.Telegram settings) {
        var dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(2 * AT_ONCE);
        dispatcher.setMaxRequestsPerHost(AT_ONCE);
        this.http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(AT_ONCE, 1, TimeUnit.MINUTES))
                .callTimeout(settings.timeout())
                // The lane decides what is tried again, and counts it.
                .retryOnConnectionFailure(false)
                .build();
        Duration patience = settings.poll().plus(settings.timeout());
        OkHttpClient patient =
                http.newBuilder().callTimeout(patience).readTimeout(patience).build();
        String token = String.valueOf(settings.token()).strip();
        this.sending = new OkHttpTelegramClient(http, token, url(settings.baseUrl()));
        this.polling = new OkHttpTelegramClient(patient, token, url(settings.baseUrl()));
    }

    private static TelegramUrl url(URI base) {
        int port = base.getPort() >= 0 ? base.getPort() : base.getScheme().equals("https") ? 443 : 80;
        return TelegramUrl.builder()
                .schema(base.getScheme())
                .host(base.getHost())
                .port(port)
                .testServer(false)
                .build();
    }

    TelegramClient sending() {
        return sending;
    }

    TelegramClient polling() {
        return polling;
    }

    /** What a failed call means for the message. */
    static Outcome outcome(TelegramApiException e) {
        // What is no answer of the Bot API, such as a proxy's page, has no code, or 0.
        if (!(e instanceof TelegramApiRequestException refused)
                || refused.getErrorCode() == null
                || refused.getErrorCode() < 400) {
            return new Outcome.Later(null, "Telegram cannot be reached: " + reason(e) + ".");
        }
        int code = refused.getErrorCode();
        String words = "Telegram answers " + code + ": " + refused.getApiResponse();
        if (code == 429) {
            return new Outcome.Later(retryAfter(refused).orElse(null), words);
        }
        return code >= 500 ? new Outcome.Later(null, words) : new Outcome.Never(words);
    }

    /** How long the Bot API asks to be left alone. */
    static Optional<Duration> retryAfter(TelegramApiRequestException e) {
        @Nullable Integer seconds = e.getParameters() == null ? null : e.getParameters().getRetryAfter();
        return seconds == null ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    /** The cause in words; the address that was called holds the token and must not be among them. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
