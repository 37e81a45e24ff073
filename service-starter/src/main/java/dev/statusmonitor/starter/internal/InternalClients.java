package dev.statusmonitor.starter.internal;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

/** Clients for other services' internal routes; each call bears the caller's signed assertion. */
public final class InternalClients implements AutoCloseable {
    private final InternalSettings settings;
    private final InternalConnector connector;
    private final ServiceKeys keys;
    private final Clock clock;
    private final HttpClient http;

    public InternalClients(InternalSettings settings, InternalConnector connector, ServiceKeys keys, Clock clock) {
        this.settings = settings;
        this.connector = connector;
        this.keys = keys;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * A client whose paths are relative to the other service's internal connector.
     *
     * @param caller the name of the service that calls, its module's name
     * @param service the name of the service that is called, its module's name
     */
    public RestClient client(String caller, String service) {
        var requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.readTimeout());
        var assertion = new CurrentAssertion(caller);
        return RestClient.builder()
                .requestFactory(requests)
                .uriBuilderFactory(new LateUriBuilderFactory(() -> base(service)))
                .requestInterceptor((request, body, execution) -> {
                    request.getHeaders().setBearerAuth(assertion.get());
                    return execution.execute(request, body);
                })
                .build();
    }

    private URI base(String service) {
        URI configured = settings.services().get(service);
        return configured == null ? connector.uri() : configured;
    }

    @Override
    public void close() {
        http.close();
    }

    /** Signs anew when half of the last assertion's time is over. */
    private final class CurrentAssertion {
        private final String caller;
        private @Nullable String current;
        private Instant renew = Instant.MIN;

        CurrentAssertion(String caller) {
            this.caller = caller;
        }

        synchronized String get() {
            Instant now = clock.instant();
            // A clock set back by hours would otherwise keep an old one in use.
            if (current == null || !now.isBefore(renew) || now.isBefore(renew.minus(ServiceAssertion.LIFETIME))) {
                current = ServiceAssertion.sign(caller, keys.privateKey(caller), now);
                renew = now.plus(ServiceAssertion.LIFETIME.dividedBy(2));
            }
            return current;
        }
    }

    /** In one process the port is known only once the connector listens, after the clients were made. */
    private static final class LateUriBuilderFactory extends DefaultUriBuilderFactory {
        private final java.util.function.Supplier<URI> base;

        LateUriBuilderFactory(java.util.function.Supplier<URI> base) {
            this.base = base;
        }

        @Override
        public org.springframework.web.util.UriBuilder uriString(String template) {
            return super.uriString(base.get() + template);
        }
    }
}
