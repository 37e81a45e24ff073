package dev.statusmonitor.auth.session;

import dev.statusmonitor.starter.token.SessionSecurity;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** A session's two cookies: out of reach of scripts, never sent along by other sites. */
final class SessionCookies {
    static final String REFRESH_COOKIE = "sm_refresh";
    private static final String REFRESH_PATH = "/api/v1/session";

    private SessionCookies() {}

    static void set(
            HttpHeaders headers, String access, Duration accessAge, String refresh, Duration age, boolean https) {
        headers.add(HttpHeaders.SET_COOKIE, cookie(SessionSecurity.ACCESS_COOKIE, access, "/", accessAge, https));
        headers.add(HttpHeaders.SET_COOKIE, cookie(REFRESH_COOKIE, refresh, REFRESH_PATH, age, https));
    }

    static void clear(HttpHeaders headers, boolean https) {
        set(headers, "", Duration.ZERO, "", Duration.ZERO, https);
    }

    static Optional<String> refreshToken(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(REFRESH_COOKIE)
                        && !cookie.getValue().isEmpty()) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private static String cookie(String name, String value, String path, Duration age, boolean https) {
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .secure(https)
                .sameSite("Strict")
                .path(path)
                .maxAge(age)
                .build()
                .toString();
    }
}
