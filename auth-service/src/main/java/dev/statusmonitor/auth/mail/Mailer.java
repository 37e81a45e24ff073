package dev.statusmonitor.auth.mail;

import dev.statusmonitor.auth.address.PublicAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Has e-mail sent by alert-service, which has the settings of the mail server. Links in it lead to the configured public
 * address alone: where a request says that it was sent to is its sender's word. Safe for use by several threads.
 */
public final class Mailer {
    private static final Logger log = LoggerFactory.getLogger(Mailer.class);
    private static final Duration KNOWN = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final String PATH = "/internal/v1/mail";

    private final RestClient alerts;
    private final PublicAddress address;
    private final LongSupplier nanoTime;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile boolean configured;
    private volatile boolean asked;
    private volatile long askAgain;

    /**
     * @param alerts a client of alert-service's internal routes
     * @param nanoTime {@link System#nanoTime}
     */
    public Mailer(RestClient alerts, PublicAddress address, LongSupplier nanoTime) {
        this.alerts = alerts;
        this.address = address;
        this.nanoTime = nanoTime;
    }

    /** Whether people can be written to: there is a mail server, and an address for links. As of half a minute ago. */
    public boolean isReady() {
        if (address.configured().isEmpty()) {
            return false;
        }
        boolean due = !asked || nanoTime.getAsLong() - askAgain >= 0;
        if (due && asking.compareAndSet(false, true)) {
            try {
                ask();
            } finally {
                asking.set(false);
            }
        }
        return configured;
    }

    private void ask() {
        Duration good = KNOWN;
        try {
            State state = alerts.get().uri(PATH).retrieve().body(State.class);
            configured = state != null && state.configured;
        } catch (RestClientException | IllegalStateException e) {
            log.debug("alert-service does not say whether there is a mail server", e);
            configured = false;
            good = RETRY;
        }
        askAgain = nanoTime.getAsLong() + good.toNanos();
        asked = true;
    }

    /**
     * A link to a page of the platform, which people can be sent.
     *
     * @param path begins with a slash
     * @throws IllegalStateException unless {@link #isReady}
     */
    public String link(String path) {
        return address.configured().orElseThrow(() -> new IllegalStateException("there is no public address")) + path;
    }

    /**
     * Has a message sent, soon.
     *
     * @param text lines of plain text
     * @return whether it was taken; its delivery is another matter
     */
    public boolean send(String to, String subject, String text) {
        try {
            alerts.post()
                    .uri(PATH)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of("to", to, "subject", subject, "text", text))
                    .retrieve()
                    .toBodilessEntity();
            return true;
        } catch (RestClientException | IllegalStateException e) {
            log.atWarn().setCause(e).log("an e-mail was not taken by alert-service");
            return false;
        }
    }

    private record State(boolean configured) {}
}
