package dev.statusmonitor.gateway.proxy;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.gateway.live.LiveRoute;
import dev.statusmonitor.starter.internal.Instances;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** The other services' public routes, all but the gateway's own below {@code /api/v1/}. */
public final class ProxyRoute implements HttpRequestHandler {
    private static final String PATHS = "/api/v1/**";
    /** After the gateway's own routes, before its pages. */
    private static final int ORDER = 100;

    private final ProxyClient client;
    private final Map<String, Instances> services = new HashMap<>();

    private ProxyRoute(ProxySettings settings, ProxyClient client) {
        this.client = client;
        settings.services().forEach((name, all) -> services.put(name, new Instances(all, System::nanoTime)));
    }

    /** The mapping of them; where no service is configured, of nothing. */
    public static SimpleUrlHandlerMapping mapping(ProxySettings settings, ProxyClient client) {
        var mapping = new SimpleUrlHandlerMapping(
                settings.services().isEmpty() ? Map.of() : Map.of(PATHS, new ProxyRoute(settings, client)));
        mapping.setOrder(ORDER);
        return mapping;
    }

    /** Matches them; where no service is configured, nothing. */
    public static RequestMatcher paths(ProxySettings settings) {
        return request -> {
            String path = path(request);
            return !settings.services().isEmpty() && path.startsWith("/api/v1/") && !path.equals(LiveRoute.PATH);
        };
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request);
        String service = Services.of(path);
        Instances instances = services.get(service);
        if (instances == null) {
            ProblemWriter.write(
                    response,
                    new Problem(HttpStatus.NOT_FOUND, ProblemTypes.NOT_FOUND, "There is nothing at this address."));
            return;
        }
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        client.pass(instances, service, path + query, request, response);
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
