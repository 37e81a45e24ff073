package dev.statusmonitor.contract;

/**
 * The stable {@code type} of each problem detail (RFC 9457), relative to the platform's address. A type says what to
 * do; {@code detail} says it in a sentence for a person.
 */
public final class ProblemTypes {
    public static final String BAD_REQUEST = "/problems/bad-request";
    public static final String NOT_JSON = "/problems/not-json";
    public static final String UNAUTHENTICATED = "/problems/unauthenticated";
    public static final String FORBIDDEN = "/problems/forbidden";
    public static final String NOT_FOUND = "/problems/not-found";
    public static final String METHOD_NOT_ALLOWED = "/problems/method-not-allowed";
    public static final String NOT_ACCEPTABLE = "/problems/not-acceptable";
    public static final String CONFLICT = "/problems/conflict";
    public static final String TOO_LARGE = "/problems/too-large";
    public static final String UNSUPPORTED_MEDIA_TYPE = "/problems/unsupported-media-type";
    public static final String INVALID_SAMPLES = "/problems/invalid-samples";
    public static final String INVALID_INPUT = "/problems/invalid-input";
    public static final String TOO_MANY_REQUESTS = "/problems/too-many-requests";
    public static final String INTERNAL_ERROR = "/problems/internal-error";
    public static final String UNAVAILABLE = "/problems/unavailable";

    private ProblemTypes() {}
}
