package dev.statusmonitor.contract;

/**
 * Names of claims, audiences and header values of the platform's tokens: JWTs (RFC 7519) signed with Ed25519
 * (RFC 8037, {@code alg: EdDSA}), each with {@code iss, sub, aud, iat, exp, jti} and a {@code typ} header.
 */
public final class TokenClaims {
    /** Issuer of all that auth-service signs. */
    public static final String ISSUER = "statusmonitor";

    /** {@code typ} of a host's token; {@code sub} is the host id. Valid for an hour. */
    public static final String TYPE_HOST = "host+jwt";

    /** {@code typ} of a browser's access token; {@code sub} is the account id. Valid for minutes. */
    public static final String TYPE_ACCESS = "at+jwt";

    /** {@code typ} of what an agent signs to get a host token (RFC 7523); {@code iss} and {@code sub} are the host id. */
    public static final String TYPE_AGENT_ASSERTION = "agent+jwt";

    /** {@code typ} of what a service signs to call another; {@code iss} and {@code sub} are the service's name. */
    public static final String TYPE_SERVICE_ASSERTION = "service+jwt";

    /** Audience of host tokens: the ingestion edge, and the agent's own routes of auth-service. */
    public static final String AUDIENCE_AGENT = "agent-api";

    /** Audience of access tokens: what the browser calls. */
    public static final String AUDIENCE_API = "api";

    /** Audience of an agent's assertion: auth-service's token endpoint. */
    public static final String AUDIENCE_TOKEN = "token-endpoint";

    /** Audience of a service's assertion: the internal routes. */
    public static final String AUDIENCE_INTERNAL = "internal";

    /** In a host token: the account whose the host is; absent until there is one. */
    public static final String OWNER = "owner";

    /** In a host token: the host's epoch when it was issued ({@link HostChange#epoch}). */
    public static final String EPOCH = "epoch";

    /** In an access token: the session that it belongs to. */
    public static final String SESSION = "sid";

    /** How a personal API token begins, which is no JWT: what follows are 43 characters of base64url. */
    public static final String API_TOKEN_PREFIX = "smp_";

    private TokenClaims() {}
}
