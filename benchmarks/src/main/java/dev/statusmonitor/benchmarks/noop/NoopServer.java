package dev.statusmonitor.benchmarks.noop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Spring Boot, Tomcat and virtual threads as the platform has them, and a POST that does nothing. Prints the port when
 * it listens; ends with its standard input.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(NoopServer.Nothing.class)
public class NoopServer {
    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        var context = new SpringApplicationBuilder(NoopServer.class)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "server.tomcat.max-connections=20000",
                        "server.tomcat.max-keep-alive-requests=-1",
                        "server.tomcat.processor-cache=1000",
                        "spring.threads.virtual.enabled=true",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn")
                .run();
        System.out.println("port " + context.getEnvironment().getProperty("local.server.port"));
        // Whoever started it holds the other end, and a killed one lets go of it.
        System.in.transferTo(OutputStream.nullOutputStream());
        context.close();
    }

    @RestController
    static class Nothing {
        private static final byte[] ANSWER = "{\"accepted\":1,\"time\":1763912176042}".getBytes(StandardCharsets.UTF_8);

        @PostMapping("/noop")
        void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getInputStream().readAllBytes();
            response.setStatus(HttpServletResponse.SC_ACCEPTED);
            response.setContentType("application/json");
            response.setContentLength(ANSWER.length);
            response.getOutputStream().write(ANSWER);
        }
    }
}
