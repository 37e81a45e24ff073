package dev.statusmonitor.auth.audit;

import dev.statusmonitor.starter.token.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who does something, and from where, as the audit log shows it.
 *
 * @param actor {@code session}, {@code token <id>}, {@code link}, {@code code}, or {@code platform} for its own machine
 * @param address the caller's IP address; null where there is none
 */
public record Deed(String actor, @Nullable String address) {
    /** What a caller does. */
    public static Deed of(Caller caller, HttpServletRequest request) {
        return new Deed(caller.isInSession() ? "session" : "token " + caller.tokenId(), request.getRemoteAddr());
    }

    /** What whoever logs in does. */
    public static Deed bySession(HttpServletRequest request) {
        return new Deed("session", request.getRemoteAddr());
    }

    /** What whoever holds a link does. */
    public static Deed byLink(HttpServletRequest request) {
        return new Deed("link", request.getRemoteAddr());
    }

    /** What an agent with a code does. */
    public static Deed byCode(HttpServletRequest request) {
        return new Deed("code", request.getRemoteAddr());
    }

    /** What is done on the platform's own machine. */
    public static Deed byPlatform() {
        return new Deed("platform", null);
    }
}
