package dev.statusmonitor.starter.problem;

import dev.statusmonitor.contract.ProblemTypes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Ends a request with a problem detail. Thrown by the edges; the cores throw exceptions of their own domain. */
public final class ProblemException extends RuntimeException {
    private final Problem problem;
    private final @Nullable Duration retryAfter;

    /**
     * @param type one of {@link ProblemTypes}
     * @param detail what was wrong and what would be right, a sentence for a person; never a secret
     */
    public ProblemException(HttpStatus status, String type, String detail) {
        this(new Problem(status, type, detail), null, null);
    }

    private ProblemException(Problem problem, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /** 404: there is no such thing, or it is somebody else's; the two cannot be told apart. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(HttpStatus.NOT_FOUND, ProblemTypes.NOT_FOUND, detail);
    }

    /** 503: it cannot be done, or cannot be checked, right now. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(
                new Problem(HttpStatus.SERVICE_UNAVAILABLE, ProblemTypes.UNAVAILABLE, detail), retryAfter, null);
    }

    /** 429: too fast. */
    public static ProblemException tooManyRequests(String detail, Duration retryAfter) {
        return new ProblemException(
                new Problem(HttpStatus.TOO_MANY_REQUESTS, ProblemTypes.TOO_MANY_REQUESTS, detail), retryAfter, null);
    }

    public Problem problem() {
        return problem;
    }

    /** When to try again; null where nothing is known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
