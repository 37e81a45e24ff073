package dev.statusmonitor.ingestion.authenticate;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Tells auth-service of hosts as which several machines send, so that it is shown. What cannot be told is told a minute
 * later, while it goes on.
 */
final class SharedIdentityReport implements Consumer<String> {
    private static final Logger log = LoggerFactory.getLogger(SharedIdentityReport.class);
    private static final int AT_ONCE = 4;

    private final RestClient auth;
    private final Semaphore free = new Semaphore(AT_ONCE);

    /** @param auth for auth-service's internal routes */
    SharedIdentityReport(RestClient auth) {
        this.auth = auth;
    }

    @Override
    public void accept(String host) {
        if (free.tryAcquire()) {
            Thread.ofVirtual().name("shared-identity").start(() -> tell(host));
        }
    }

    private void tell(String host) {
        try {
            auth.post()
                    .uri("/internal/v1/hosts/shared")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of("host", host))
                    .retrieve()
                    .toBodilessEntity();
        } catch (RestClientException | IllegalStateException e) {
            log.atDebug().setCause(e).addKeyValue("host", host).log("a shared identity could not be told of");
        } finally {
            free.release();
        }
    }
}
