package dev.statusmonitor.gateway.push;

import dev.statusmonitor.contract.ProblemTypes;

/**
 * Why something that a browser asked for cannot be: the members of a problem detail (RFC 9457).
 *
 * @param type one of {@link ProblemTypes}
 * @param title the status in words
 * @param status the HTTP status that says the same
 * @param detail what was wrong and what would be right
 */
public record Refusal(String type, String title, int status, String detail) {
    static final Refusal NOT_YOURS =
            new Refusal(ProblemTypes.NOT_FOUND, "Not Found", 404, "You have no host with this id.");

    static final Refusal UNKNOWN = new Refusal(
            ProblemTypes.UNAVAILABLE,
            "Service Unavailable",
            503,
            "Whose hosts these are cannot be checked right now, so nothing is shown. It goes on by itself.");

    static Refusal tooManyHosts(int most) {
        return new Refusal(
                ProblemTypes.TOO_MANY_REQUESTS,
                "Too Many Requests",
                429,
                "One connection watches at most " + most + " hosts; unsubscribe from one first.");
    }

    /** The message makes no sense. */
    public static Refusal badMessage(String detail) {
        return new Refusal(ProblemTypes.BAD_REQUEST, "Bad Request", 400, detail);
    }
}
