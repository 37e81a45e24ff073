package dev.statusmonitor.gateway.agent;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * What agents are installed by, of this very build: the jar, the installers, a Java runtime, and the SHA-256 of each
 * under its name with {@code .sha256} behind. There is nothing secret in it, so whoever comes may have it.
 */
public final class AgentRoute {
    /** Everything here. */
    public static final String PATHS = "/agent/**";

    private static final String PREFIX = "/agent/";
    private static final String CHECKSUM = ".sha256";
    private static final List<String> READS = List.of("GET", "HEAD");

    private final AgentFiles files;

    private AgentRoute(AgentFiles files) {
        this.files = files;
    }

    /** The mapping of its addresses. */
    public static SimpleUrlHandlerMapping mapping(AgentSettings settings) {
        HttpRequestHandler handler = new AgentRoute(new AgentFiles(settings.jar()))::handle;
        var mapping = new SimpleUrlHandlerMapping(Map.of(PATHS, handler));
        mapping.setOrder(2);
        return mapping;
    }

    private void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String asked = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
        boolean checksum = asked.endsWith(CHECKSUM);
        String name = checksum ? asked.substring(0, asked.length() - CHECKSUM.length()) : asked;
        Optional<AgentFile> found = files.find(name);
        if (found.isEmpty()) {
            absent(response, name);
        } else if (checksum) {
            checksum(request, response, found.get());
        } else {
            content(request, response, found.get());
        }
    }

    private static void content(HttpServletRequest request, HttpServletResponse response, AgentFile file)
            throws IOException {
        if (begins(request, response, file, file.type(), file.length())) {
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file.name() + "\"");
            if (request.getMethod().equals("GET")) {
                try (InputStream in = file.source().open()) {
                    in.transferTo(response.getOutputStream());
                }
            }
        }
    }

    private static void checksum(HttpServletRequest request, HttpServletResponse response, AgentFile file)
            throws IOException {
        byte[] line = file.checksumLine().getBytes(StandardCharsets.US_ASCII);
        if (begins(request, response, file, "text/plain;charset=us-ascii", line.length)
                && request.getMethod().equals("GET")) {
            response.getOutputStream().write(line);
        }
    }

    private static boolean begins(
            HttpServletRequest request, HttpServletResponse response, AgentFile file, String type, long length)
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
        String tag = "\"" + file.sha256() + "\"";
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

    private static void absent(HttpServletResponse response, String name) throws IOException {
        String detail = AgentFiles.named(name)
                ? "This platform runs without " + name + " beside it; take it from where you got the platform."
                : "There is nothing at this address.";
        ProblemWriter.write(response, new Problem(HttpStatus.NOT_FOUND, ProblemTypes.NOT_FOUND, detail));
    }
}
