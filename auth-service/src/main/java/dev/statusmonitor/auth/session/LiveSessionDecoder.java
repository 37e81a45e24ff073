package dev.statusmonitor.auth.session;

import dev.statusmonitor.contract.TokenClaims;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Takes an access token only while its session goes on. The other services take one for the minutes that it lives; here
 * the sessions are at hand, and what is done here matters more.
 */
public final class LiveSessionDecoder implements JwtDecoder {
    private final JwtDecoder tokens;
    private final Sessions sessions;

    public LiveSessionDecoder(JwtDecoder tokens, Sessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /**
     * @throws BadJwtException where the token is not good
     * @throws JwtException where that cannot be known now
     */
    @Override
    public Jwt decode(String token) {
        Jwt jwt = tokens.decode(token);
        String session = jwt.getClaimAsString(TokenClaims.SESSION);
        if (session == null || !goesOn(session, jwt)) {
            throw new BadJwtException("the session is over");
        }
        return jwt;
    }

    private boolean goesOn(String session, Jwt jwt) {
        try {
            return sessions.findLive(session)
                    .filter(live -> live.accountId().equals(jwt.getSubject()))
                    .isPresent();
        } catch (DataAccessException e) {
            throw new JwtException("the session cannot be looked up now", e);
        }
    }
}
