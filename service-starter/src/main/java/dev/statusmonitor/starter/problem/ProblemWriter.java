package dev.statusmonitor.starter.problem;

import dev.statusmonitor.starter.web.StandardHeaders;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Writes problem details where no controller is at hand: filters, security, the error page. */
public final class ProblemWriter {
    private static final JsonMapper JSON = new JsonMapper();

    private ProblemWriter() {}

    /** Writes the problem, unless the answer has already begun. */
    public static void write(HttpServletResponse response, Problem problem) throws IOException {
        write(response, problem, null);
    }

    /**
     * Writes the problem, unless the answer has already begun.
     *
     * @param retryAfter the header {@code Retry-After}, at least a second; none where null
     */
    public static void write(HttpServletResponse response, Problem problem, @Nullable Duration retryAfter)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        StandardHeaders.write(response);
        response.setStatus(problem.status().value());
        if (retryAfter != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds(retryAfter));
        }
        byte[] body = JSON.writeValueAsBytes(problem.members());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    static String retryAfterSeconds(Duration duration) {
        return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
    }
}
