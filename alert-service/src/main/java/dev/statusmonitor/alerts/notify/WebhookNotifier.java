package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
import dev.statusmonitor.alerts.incident.AlertEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Calls a web hook: a POST of JSON, signed by HMAC-SHA256 over time and body. Private addresses are refused unless they
 * are allowed, and redirects are not followed.
 */
final class WebhookNotifier implements Notifier, AutoCloseable {
    static final String SIGNATURE = "StatusMonitor-Signature";
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*]?");

    private final NotifySettings.Webhook settings;
    private final OkHttpClient http;
    private final Clock clock;

    WebhookNotifier(NotifySettings.Webhook settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.http = new OkHttpClient.Builder()
                .dns(new PublicAddresses(settings.allowPrivate()))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .callTimeout(settings.timeout())
                .build();
    }

    /**
     * The URL in its one form.
     *
     * @throws InvalidRuleException where it cannot be called
     */
    String check(String text) {
        HttpUrl url = HttpUrl.parse(text);
        if (url == null || text.length() > 1_000) {
            throw new InvalidRuleException("url must be an http or https address of at most 1,000 characters.");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw new InvalidRuleException("url must not hold a user name or a password.");
        }
        try {
            new PublicAddresses(settings.allowPrivate()).lookup(url.host());
        } catch (PublicAddresses.PrivateAddressException e) {
            throw new InvalidRuleException("url leads to a private address. Those are refused unless"
                    + " statusmonitor.alerts.notify.webhook.allow-private says otherwise.");
        } catch (UnknownHostException e) {
            throw new InvalidRuleException("url has a host whose address cannot be found.");
        }
        return url.toString();
    }

    @Override
    public Channel.Kind kind() {
        return Channel.Kind.WEBHOOK;
    }

    @Override
    public Outcome send(Channel channel, List<AlertEvent> events) {
        return post(
                channel,
                "{\"test\":false,\"events\":["
                        + events.stream().map(AlertEvent::toJson).collect(Collectors.joining(",")) + "]}");
    }

    @Override
    public Outcome test(Channel channel) {
        return post(channel, "{\"test\":true,\"events\":[]}");
    }

    private Outcome post(Channel channel, String json) {
        HttpUrl url = HttpUrl.parse(channel.address());
        if (url == null) {
            return new Outcome.Never("The address of this web hook cannot be read.");
        }
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        try {
            // The client asks for the addresses of names only.
            if (!settings.allowPrivate()
                    && NUMERIC.matcher(url.host()).matches()
                    && !PublicAddresses.isPublic(InetAddress.getByName(url.host()))) {
                return new Outcome.Never("The web hook leads to a private address, which is not allowed.");
            }
            var request = new Request.Builder()
                    .url(url)
                    .header("User-Agent", "StatusMonitor")
                    .header(SIGNATURE, signature(channel.secret(), clock.millis(), body))
                    .post(RequestBody.create(body, JSON))
                    .build();
            try (Response response = http.newCall(request).execute()) {
                return outcome(response);
            }
        } catch (PublicAddresses.PrivateAddressException e) {
            return new Outcome.Never("The web hook leads to a private address, which is not allowed.");
        } catch (IOException e) {
            return new Outcome.Later(
                    null, "The web hook cannot be reached: " + e.getClass().getSimpleName() + ".");
        }
    }

    private static Outcome outcome(Response response) {
        int code = response.code();
        if (code / 100 == 2) {
            return new Outcome.Sent(null);
        }
        String words = "The web hook answers " + code + ".";
        if (code / 100 == 3) {
            return new Outcome.Never(words + " Redirects are not followed; give the address that it leads to.");
        }
        return code == 408 || code == 429 || code >= 500
                ? new Outcome.Later(retryAfter(response.header("Retry-After")), words)
                : new Outcome.Never(words);
    }

    private static @Nullable Duration retryAfter(@Nullable String header) {
        return header != null && SECONDS.matcher(header).matches() ? Duration.ofSeconds(Long.parseLong(header)) : null;
    }

    /** {@code t=<Unix ms>,v1=<hex of HMAC-SHA256 over "<t>.<body>">}. */
    static String signature(String secret, long time, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
