package dev.statusmonitor.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.gateway.AuthDouble;
import dev.statusmonitor.gateway.Gateway;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard's files and the pages about problems, over real HTTP. */
class PageIT {
    private static final String INDEX = "<!doctype html><title>StatusMonitor</title>";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static AuthDouble auth;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(folder.resolve("assets"));
        Files.writeString(folder.resolve("index.html"), INDEX);
        Files.writeString(folder.resolve("assets/app-1a2b.js"), "console.log(1)");
        Files.write(folder.resolve("assets/app-1a2b.js.br"), new byte[] {1, 2, 3});
        Files.write(folder.resolve("assets/app-1a2b.js.gz"), gzip("console.log(1)"));
        auth = new AuthDouble();
        try (var jar = new ZipOutputStream(Files.newOutputStream(folder.resolve("agent-all.jar")))) {
            jar.putNextEntry(new ZipEntry("dev/statusmonitor/agent/install/install.sh"));
            jar.write("an installer".getBytes(StandardCharsets.US_ASCII));
        }
        Files.writeString(folder.resolve("statusmonitor-runtime-linux-x64.tar.gz"), "a runtime");
        Files.writeString(folder.resolve("secret.tar.gz"), "not for everybody");
        gateway = Gateway.start(
                auth,
                "statusmonitor.gateway.page.location=" + folder.toUri(),
                "statusmonitor.gateway.agent.jar=" + folder.resolve("agent-all.jar"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        auth.close();
    }

    @Test
    void servesThePageAtItsAddresses() throws Exception {
        for (String path : new String[] {"/", "/index.html", "/hosts", "/hosts/h1?range=24h", "/log-in", "/a/b/c"}) {
            HttpResponse<byte[]> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(text(response)).isEqualTo(INDEX);
            assertThat(header(response, "Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
            assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
        }
    }

    @Test
    void keepsThePageFromHarm() throws Exception {
        HttpResponse<byte[]> response = get("/");

        assertThat(header(response, "Content-Security-Policy"))
                .contains("default-src 'self'", "script-src 'self';", "frame-ancestors 'none'", "object-src 'none'")
                .doesNotContain("unsafe-eval");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(header(response, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(header(response, "Permissions-Policy")).contains("camera=()");
    }

    @Test
    void givesOutTheAgentsProgramAndItsChecksum() throws Exception {
        HttpResponse<byte[]> jar = get("/agent/statusmonitor-agent.jar", "Accept-Encoding", "gzip");
        HttpResponse<byte[]> checksum = get("/agent/statusmonitor-agent.jar.sha256");
        byte[] program = Files.readAllBytes(folder.resolve("agent-all.jar"));
        String sum = sha256(program);

        assertThat(jar.body()).isEqualTo(program);
        assertThat(header(jar, "Content-Type")).isEqualTo("application/java-archive");
        assertThat(header(jar, "Content-Length")).isEqualTo(Integer.toString(program.length));
        assertThat(header(jar, "Content-Disposition")).contains("attachment", "statusmonitor-agent.jar");
        assertThat(header(jar, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(jar, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(text(checksum)).isEqualTo(sum + "  statusmonitor-agent.jar\n");
        assertThat(get("/agent/statusmonitor-agent.jar", "If-None-Match", header(jar, "ETag"))
                        .statusCode())
                .isEqualTo(304);
        assertThat(get("/agent/agent-all.jar").statusCode()).isEqualTo(404);
        assertThat(get("/agent/").statusCode()).isEqualTo(404);
    }

    @Test
    void givesOutTheInstallerThatIsInTheAgentsProgram() throws Exception {
        HttpResponse<byte[]> installer = get("/agent/install.sh");

        assertThat(text(installer)).isEqualTo("an installer");
        assertThat(header(installer, "Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(text(get("/agent/install.sh.sha256"))).isEqualTo(sha256(installer.body()) + "  install.sh\n");
    }

    @Test
    void givesOutTheRuntimesThatThereAre() throws Exception {
        String there = "/agent/statusmonitor-runtime-linux-x64.tar.gz";
        HttpResponse<byte[]> runtime = get(there);

        assertThat(text(runtime)).isEqualTo("a runtime");
        assertThat(text(get(there + ".sha256")))
                .isEqualTo(sha256(runtime.body()) + "  statusmonitor-runtime-linux-x64.tar.gz\n");
        assertThat(get("/agent/statusmonitor-runtime-macos-x64.tar.gz").statusCode())
                .isEqualTo(404);
        for (String path : new String[] {
            "/agent/secret.tar.gz", "/agent/%2e%2e/secret.tar.gz", "/agent/statusmonitor-runtime-../secret.tar.gz"
        }) {
            assertThat(text(get(path))).as(path).doesNotContain("not for everybody");
        }
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void servesFilesThatNeverChangeCompressed() throws Exception {
        String path = "/assets/app-1a2b.js";
        HttpResponse<byte[]> plain = get(path);
        HttpResponse<byte[]> brotli = get(path, "Accept-Encoding", "gzip, br");
        HttpResponse<byte[]> gzip = get(path, "Accept-Encoding", "gzip");

        assertThat(text(plain)).isEqualTo("console.log(1)");
        assertThat(header(plain, "Content-Type")).isEqualToIgnoringCase("text/javascript;charset=utf-8");
        assertThat(header(plain, "Cache-Control")).contains("immutable", "max-age=31536000");
        assertThat(header(plain, "Vary")).contains("Accept-Encoding");
        assertThat(brotli.body()).containsExactly(1, 2, 3);
        assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
        assertThat(gzip.body()).isEqualTo(gzip("console.log(1)"));
        assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    void saysThatNothingHasChanged() throws Exception {
        String tag = header(get("/"), "ETag");

        HttpResponse<byte[]> again = get("/", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void hasNothingElse() throws Exception {
        for (String path : new String[] {
            "/assets/app-old.js", "/favicon.ico", "/assets/app-1a2b.js.br", "/../pom.xml", "/%2e%2e/pom.xml", "/.env"
        }) {
            HttpResponse<byte[]> response = get(path);
            assertThat(response.statusCode()).as(path).isIn(400, 404);
            assertThat(text(response)).doesNotContain("<project");
        }
        HttpResponse<byte[]> missing = get("/favicon.ico");
        assertThat(header(missing, "Content-Type")).startsWith("application/problem+json");
        assertThat(text(missing)).contains("/problems/not-found");
        for (String path : new String[] {"/api", "/api/v1/hosts", "/internal/v1/x", "/actuator/health", "/openapi"}) {
            HttpResponse<byte[]> response = get(path);
            assertThat(response.statusCode()).as(path).isIn(401, 404);
            assertThat(text(response)).as(path).doesNotContain("<!doctype").contains("/problems/");
        }
    }

    @Test
    void canOnlyBeRead() throws Exception {
        HttpResponse<byte[]> response = HTTP.send(
                HttpRequest.newBuilder(gateway.uri().resolve("/hosts"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
        assertThat(text(response)).contains("/problems/method-not-allowed");

        HttpResponse<byte[]> head = HTTP.send(
                HttpRequest.newBuilder(gateway.uri()).HEAD().build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo(String.valueOf(INDEX.length()));
    }

    @Test
    void explainsProblems() throws Exception {
        HttpResponse<byte[]> page = get("/problems/not-found", "Accept", "text/html,application/xhtml+xml");
        HttpResponse<byte[]> json = get("/problems/not-found", "Accept", "application/json");
        HttpResponse<byte[]> unknown = get("/problems/made-up");

        assertThat(header(page, "Content-Type")).startsWith("text/html");
        assertThat(text(page)).contains("<h1>There is nothing at this address</h1>");
        assertThat(new JsonMapper().readTree(json.body()).get("type").asString())
                .isEqualTo("/problems/not-found");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void describesItsRoutes() throws Exception {
        HttpResponse<byte[]> response = get("/openapi.json");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonMapper().readTree(response.body()).get("openapi").asString())
                .startsWith("3.");
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(java.net.URI.create(gateway.uri() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
