package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.gateway.proxy.ProxyClient;
import dev.statusmonitor.starter.internal.Instances;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** The services' internal routes, each passed on to its service, which checks the caller's assertion for itself. */
final class FrontRoute implements HttpRequestHandler {
    private static final String ROOT = "/internal/v1/";

    /** After the front's own. */
    private static final int ORDER = 100;

    private final ProxyClient client;
    private final Map<String, Instances> services = new HashMap<>();

    private FrontRoute(Plan plan, ProxyClient client) {
        this.client = client;
        for (String service : Plan.SERVICES.keySet()) {
            services.put(
                    service,
                    new Instances(plan.of(service).map(Plan.Instance::internal).toList(), System::nanoTime));
        }
    }

    static SimpleUrlHandlerMapping mapping(Plan plan, ProxyClient client) {
        var mapping = new SimpleUrlHandlerMapping(Map.of(ROOT + "**", new FrontRoute(plan, client)));
        mapping.setOrder(ORDER);
        return mapping;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        String service = path.startsWith(ROOT + "samples/")
                ? Plan.HISTORY
                : path.startsWith(ROOT + "mail") ? Plan.ALERTS : Plan.AUTH;
        Instances instances = services.get(service);
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        if (instances != null) {
            client.pass(instances, service, path + query, request, response);
        }
    }
}
