package dev.statusmonitor.starter.internal;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/** Internal routes are 404 on the public connector, and all others on the internal one. Runs before everything else. */
final class InternalRoutesFilter extends OncePerRequestFilter {
    private final InternalConnector connector;

    InternalRoutesFilter(InternalConnector connector) {
        this.connector = connector;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR
                || isInternal(request) == (request.getLocalPort() == connector.port())) {
            chain.doFilter(request, response);
        } else {
            ProblemWriter.write(
                    response,
                    new Problem(HttpStatus.NOT_FOUND, ProblemTypes.NOT_FOUND, "There is nothing at this address."));
        }
    }

    /** Decides by the decoded first segment, as Spring routes by it, so that no spelling slips past. */
    private static boolean isInternal(HttpServletRequest request) {
        for (var element :
                ServletRequestPathUtils.parse(request).pathWithinApplication().elements()) {
            if (element instanceof org.springframework.http.server.PathContainer.PathSegment segment) {
                String value = segment.valueToMatch();
                return value.equals("internal") || value.equals("actuator");
            }
        }
        return false;
    }
}
