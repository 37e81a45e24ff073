package dev.statusmonitor.starter.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.support.HttpRequestWrapper;
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
        return client(caller, settings.services().getOrDefault(service, List.of()));
    }

    /**
     * A client of these instances alone.
     *
     * @param instances their internal connectors; none: this process's own
     */
    public RestClient client(String caller, List<URI> instances) {
        var requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.readTimeout());
        var assertion = new CurrentAssertion(caller);
        var builder = RestClient.builder().requestInterceptor((request, body, execution) -> {
            request.getHeaders().setBearerAuth(assertion.get());
            return execution.execute(request, body);
        });
        if (instances.isEmpty()) {
            return builder.requestFactory(requests)
                    .uriBuilderFactory(new LateUriBuilderFactory(connector::uri))
                    .build();
        }
        var all = new Instances(instances, System::nanoTime);
        return builder.requestFactory(requests)
                .baseUrl(instances.getFirst())
                .requestInterceptor((request, body, execution) -> toOneOf(all, request, body, execution))
                .build();
    }

    /** What could not even connect has reached nobody, so whatever it is, another instance may be asked. */
    private static ClientHttpResponse toOneOf(
            Instances instances, HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        ConnectException failure = new ConnectException("there is no instance");
        for (URI instance : instances.inTurn()) {
            try {
                return execution.execute(new To(request, instance), body);
            } catch (ConnectException | HttpConnectTimeoutException e) {
                instances.failed(instance);
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    /** The same request to another instance. */
    private static final class To extends HttpRequestWrapper {
        private final URI uri;

        To(HttpRequest request, URI instance) {
            super(request);
            URI asked = request.getURI();
            String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
            this.uri = URI.create(instance + asked.getRawPath() + query);
        }

        @Override
        public URI getURI() {
            return uri;
        }
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
