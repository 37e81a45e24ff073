package dev.statusmonitor.gateway.page;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.util.UrlPathHelper;

/** Serves the dashboard at every address that is nobody else's. */
public final class DashboardRoute implements HttpRequestHandler {
    /** First segments of addresses that are never pages. */
    private static final Set<String> OTHERS =
            Set.of("api", "internal", "actuator", "openapi", "openapi.json", "livez", "error", "agent");

    private static final List<String> READS = List.of("GET", "HEAD");

    private final Dashboard dashboard;

    private DashboardRoute(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    /** The mapping of all that no other mapping wants. */
    public static SimpleUrlHandlerMapping mapping(Dashboard dashboard) {
        var mapping = new SimpleUrlHandlerMapping(Map.of("/**", new DashboardRoute(dashboard)));
        mapping.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
        return mapping;
    }

    /** Matches what may be a page or one of its files. */
    public static RequestMatcher pages() {
        return request -> isPage(
                request.getRequestURI().substring(request.getContextPath().length()));
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = UrlPathHelper.defaultInstance.getPathWithinApplication(request);
        PageFile file = isPage(path) ? dashboard.find(path) : null;
        if (file == null) {
            ProblemWriter.write(
                    response,
                    new Problem(HttpStatus.NOT_FOUND, ProblemTypes.NOT_FOUND, "There is nothing at this address."));
        } else if (!READS.contains(request.getMethod())) {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", READS));
            ProblemWriter.write(
                    response,
                    new Problem(
                            HttpStatus.METHOD_NOT_ALLOWED,
                            ProblemTypes.METHOD_NOT_ALLOWED,
                            "This is a page: it can only be read."));
        } else {
            write(file, request, response);
        }
    }

    private static void write(PageFile file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        PageFile.Body body = file.body(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        response.setHeader(HttpHeaders.ETAG, body.etag());
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, file.immutable() ? "public, max-age=31536000, immutable" : "no-cache");
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && known.contains(body.etag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type());
        response.setContentLength(body.bytes().length);
        if (body.coding() != null) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, body.coding());
        }
        if (request.getMethod().equals("GET")) {
            response.getOutputStream().write(body.bytes());
        }
    }

    private static boolean isPage(String path) {
        if (!path.startsWith("/")) {
            return false;
        }
        int end = path.indexOf('/', 1);
        return !OTHERS.contains(path.substring(1, end < 0 ? path.length() : end));
    }
}
