package dev.statusmonitor.auth.session;

import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.Text;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;

/**
 * From where a session is begun.
 *
 * @param userAgent what the browser calls itself, at most 300 characters; empty where it does not say
 */
public record Visit(Deed deed, String userAgent) {
    public static Visit of(Deed deed, HttpServletRequest request) {
        return new Visit(deed, Text.userAgent(request.getHeader(HttpHeaders.USER_AGENT)));
    }
}
