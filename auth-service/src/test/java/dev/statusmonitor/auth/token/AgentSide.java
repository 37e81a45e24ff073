package dev.statusmonitor.auth.token;

import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.contract.TokenClaims;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;

/** An agent's key pair, and the assertions it signs. */
public final class AgentSide {
    private final KeyPair pair;

    public AgentSide() {
        try {
            this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it enrols with it. */
    public String publicKey() {
        byte[] der = pair.getPublic().getEncoded();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length));
    }

    public KeyPair pair() {
        return pair;
    }

    /** A good one. */
    public String assertion(String hostId, Instant now) {
        return sign(unsigned(hostId, now));
    }

    /** A good one, to be spoilt before it is signed. */
    public static JwtBuilder unsigned(String hostId, Instant now) {
        return Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_AGENT_ASSERTION)
                .and()
                .issuer(hostId)
                .subject(hostId)
                .audience()
                .add(TokenClaims.AUDIENCE_TOKEN)
                .and()
                .id(Secrets.newId())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(Duration.ofMinutes(1))));
    }

    public String sign(JwtBuilder assertion) {
        return assertion.signWith(pair.getPrivate(), Jwts.SIG.EdDSA).compact();
    }
}
