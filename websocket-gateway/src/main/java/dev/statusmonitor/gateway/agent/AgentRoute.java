package dev.statusmonitor.gateway.agent;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * The agent's jar of this very build, and its SHA-256, for the command that adds a host. There is nothing secret in it,
 * so whoever comes may have it.
 */
public final class AgentRoute {
    /** What it is called, whatever its file is. */
    static final String NAME = "statusmonitor-agent.jar";

    /** Everything here. */
    public static final String PATHS = "/agent/**";

    private static final List<String> READS = List.of("GET", "HEAD");

    private final @Nullable Path file;
    private volatile @Nullable AgentJar jar;

    private AgentRoute(@Nullable Path file) {
        this.file = file;
    }

    /** The mapping of the two addresses. */
    public static SimpleUrlHandlerMapping mapping(AgentSettings settings) {
        var route = new AgentRoute(settings.jar());
        HttpRequestHandler program = route::program;
        HttpRequestHandler checksum = route::checksum;
        HttpRequestHandler nothing = AgentRoute::nothing;
        var mapping = new SimpleUrlHandlerMapping(
                Map.of("/agent/" + NAME, program, "/agent/" + NAME + ".sha256", checksum, PATHS, nothing));
        mapping.setOrder(2);
        return mapping;
    }

    private void program(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AgentJar found = find();
        if (found == null) {
            absent(response);
        } else if (begins(request, response, found, "application/java-archive", found.length())) {
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + NAME + "\"");
            if (request.getMethod().equals("GET")) {
                Files.copy(found.file(), response.getOutputStream());
            }
        }
    }

    private void checksum(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AgentJar found = find();
        if (found == null) {
            absent(response);
            return;
        }
        byte[] line = found.checksumLine().getBytes(StandardCharsets.US_ASCII);
        if (begins(request, response, found, "text/plain;charset=us-ascii", line.length)
                && request.getMethod().equals("GET")) {
            response.getOutputStream().write(line);
        }
    }

    private static boolean begins(
            HttpServletRequest request, HttpServletResponse response, AgentJar jar, String type, long length)
            throws IOException {
        if (!READS.contains(request.getMethod())) {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", READS));
            ProblemWriter.write(
                    response,
                    new Problem(
                            HttpStatus.METHOD_NOT_ALLOWED,
                            ProblemTypes.METHOD_NOT_ALLOWED,
                            "This is a file: it can only be read."));
            return false;
        }
        // The next build has another under the same name.
        String tag = "\"" + jar.sha256() + "\"";
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return false;
        }
        response.setContentType(type);
        response.setContentLengthLong(length);
        return true;
    }

    private @Nullable AgentJar find() {
        AgentJar known = jar;
        if (known == null && file != null && Files.isReadable(file)) {
            known = AgentJar.read(file);
            jar = known;
        }
        return known;
    }

    private static void nothing(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemWriter.write(
                response,
                new Problem(HttpStatus.NOT_FOUND, ProblemTypes.NOT_FOUND, "There is nothing at this address."));
    }

    private static void absent(HttpServletResponse response) throws IOException {
        ProblemWriter.write(
                response,
                new Problem(
                        HttpStatus.NOT_FOUND,
                        ProblemTypes.NOT_FOUND,
                        "This platform runs without the agent's program beside it; take the jar from where you got the"
                                + " platform."));
    }
}
