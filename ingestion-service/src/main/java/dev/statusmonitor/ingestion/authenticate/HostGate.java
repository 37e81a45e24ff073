package dev.statusmonitor.ingestion.authenticate;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Lets nobody pass but hosts with a good token. Safe for use by several threads. */
public final class HostGate {
    private static final String SCHEME = "Bearer ";

    /** With an answer to one of two machines that send as one host: {@code shared}. */
    private static final String IDENTITY_HEADER = "StatusMonitor-Identity";

    private final TokenCheck check;
    private final SharedIdentities identities;

    HostGate(TokenCheck check, SharedIdentities identities) {
        this.check = check;
        this.identities = identities;
    }

    /**
     * Whose request it is.
     *
     * @return the host's id; null where the request has been refused and answered
     */
    public @Nullable String admit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String token = bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (token == null) {
            refuse(
                    response,
                    "Bearer",
                    "This needs the host's token: the header Authorization with Bearer and the token.");
            return null;
        }
        try {
            var hostToken = new HostToken(token);
            return switch (check.check(hostToken, request.getRemoteAddr())) {
                case Verdict.Good good -> {
                    if (identities.isShared(good.hostId(), hostToken.hash())) {
                        response.setHeader(IDENTITY_HEADER, "shared");
                    }
                    yield good.hostId();
                }
                case Verdict.Bad bad -> {
                    refuse(response, bad.reason());
                    yield null;
                }
            };
        } catch (TooManyFailuresException e) {
            ProblemWriter.write(
                    response,
                    new Problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            ProblemTypes.TOO_MANY_REQUESTS,
                            "Too many bad tokens came from this address. Get a valid token, and try again later."),
                    e.retryAfter());
        } catch (CheckUnavailableException e) {
            ProblemWriter.write(
                    response,
                    new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            ProblemTypes.UNAVAILABLE,
                            "The token cannot be checked right now; nothing was taken. Send it again in a moment."),
                    Duration.ofSeconds(1));
        }
        return null;
    }

    private static @Nullable String bearer(@Nullable String header) {
        // The scheme's name is case-insensitive (RFC 9110, 11.1).
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() || token.length() > HostToken.MAX_LENGTH ? null : token;
    }

    private static void refuse(HttpServletResponse response, Verdict.Reason reason) throws IOException {
        switch (reason) {
            case REVOKED ->
                ProblemWriter.write(
                        response,
                        new Problem(
                                HttpStatus.FORBIDDEN,
                                ProblemTypes.FORBIDDEN,
                                "This host's access was revoked. Enrol it anew to let it send again."));
            case EXPIRED ->
                refuse(
                        response,
                        "Bearer error=\"invalid_token\"",
                        "The token has expired. Get a new one from the token endpoint, and send the samples again.");
            case INVALID ->
                refuse(
                        response,
                        "Bearer error=\"invalid_token\"",
                        "The token is not valid. Get a new one from the token endpoint, and send the samples again.");
        }
    }

    private static void refuse(HttpServletResponse response, String challenge, String detail) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
        ProblemWriter.write(response, new Problem(HttpStatus.UNAUTHORIZED, ProblemTypes.UNAUTHENTICATED, detail));
    }
}
