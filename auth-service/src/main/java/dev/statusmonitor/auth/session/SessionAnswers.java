package dev.statusmonitor.auth.session;

import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountAnswer;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** What a browser gets when its session begins or is refreshed. */
public final class SessionAnswers {
    private final AccessTokens tokens;
    private final SessionSettings settings;
    private final boolean publicHttps;

    /** @param publicUrl where browsers reach the platform; null where that is whatever they asked */
    public SessionAnswers(AccessTokens tokens, SessionSettings settings, @Nullable URI publicUrl) {
        this.tokens = tokens;
        this.settings = settings;
        this.publicHttps = publicUrl != null && "https".equalsIgnoreCase(publicUrl.getScheme());
    }

    /**
     * The account, and both cookies.
     *
     * @param secure whether the request came over TLS
     */
    public ResponseEntity<SessionAnswer> started(
            HttpStatus status, Account account, Sessions.Started started, boolean secure) {
        AccessTokens.AccessToken access = tokens.issue(started.session());
        Duration accessAge = settings.accessLifetime();
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .headers(headers -> SessionCookies.set(
                        headers,
                        access.token(),
                        accessAge,
                        started.refreshToken(),
                        settings.lifetime(),
                        secure || publicHttps))
                .body(new SessionAnswer(AccountAnswer.of(account), access.expires()));
    }

    /** Nothing, and both cookies gone. */
    public ResponseEntity<Void> ended(boolean secure) {
        return ResponseEntity.noContent()
                .headers(headers -> SessionCookies.clear(headers, secure || publicHttps))
                .build();
    }

    /** @param expires when the access token does, Unix time in milliseconds: refresh before */
    public record SessionAnswer(AccountAnswer account, long expires) {}
}
