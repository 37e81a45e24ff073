package dev.statusmonitor.benchmarks.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A platform on a fresh folder and a free port, with its child processes; closing it leaves nothing behind. */
public final class Platform implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(6);
    private static final Pattern SETUP_LINK = Pattern.compile("/setup#token=(\\S+)");

    /** With a number behind the name where there are several. */
    private static final Pattern PID_FILE = Pattern.compile("(.{1,60}?)(?:-\\d{1,3})?\\.pid");

    private static final Pattern PID = Pattern.compile("\\d{1,10}");

    private final Process process;
    private final URI url;
    private final @Nullable SSLContext trust;
    private final Path data;
    private final Path output;
    private final Duration startedIn;

    private Platform(Process process, URI url, @Nullable SSLContext trust, Path data, Path output, Duration startedIn) {
        this.process = process;
        this.url = url;
        this.trust = trust;
        this.data = data;
        this.output = output;
        this.startedIn = startedIn;
    }

    /**
     * Starts it and returns when its page answers.
     *
     * @param options of {@code up}, and properties of Java ({@code -D…}) before them
     */
    public static Platform start(Place place, String... options) throws CannotMeasureException {
        return start(place, Map.of(), options);
    }

    /** The same, with settings by environment variables. */
    public static Platform start(Place place, Map<String, String> environment, String... options)
            throws CannotMeasureException {
        List<String> command = place.java("dev.statusmonitor.standalone.StatusMonitor");
        command.add("up");
        command.addAll(place.wiring());
        return start(command, environment, null, options);
    }

    /** The same over TLS. */
    public static Platform startWithTls(Place place, Certificate certificate, String... options)
            throws CannotMeasureException {
        List<String> command = place.java("dev.statusmonitor.standalone.StatusMonitor");
        command.addAll(List.of("up", "--tls-key-store", certificate.keyStore().toString()));
        return start(
                command,
                Map.of("STATUSMONITOR_TLS_KEY_STORE_PASSWORD", Certificate.PASSWORD),
                certificate.context(),
                options);
    }

    /** The same by the launcher, as a person would. */
    public static Platform startByLauncher(Place place, String... options) throws CannotMeasureException {
        return start(List.of(place.root().resolve("statusmonitor").toString(), "up"), Map.of(), null, options);
    }

    private static Platform start(
            List<String> program, Map<String, String> environment, @Nullable SSLContext trust, String... options)
            throws CannotMeasureException {
        try {
            Path data = Files.createTempDirectory("statusmonitor-bench-");
            Path output = data.resolveSibling(data.getFileName() + ".log");
            int port = freePort();
            var command = new ArrayList<>(program);
            command.addAll(List.of("--port", Integer.toString(port), "--data", data.toString()));
            command.addAll(List.of(options));
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
            // The launcher looks for the build itself, as it does for a person.
            builder.environment().remove("STATUSMONITOR_APP");
            builder.environment().putAll(environment);
            long began = System.nanoTime();
            Process process = builder.start();
            var hook = new Thread(process::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(hook);
            URI url = URI.create((trust == null ? "http" : "https") + "://127.0.0.1:" + port);
            return new Platform(process, url, trust, data, output, awaitPage(process, url, trust, output, began));
        } catch (IOException e) {
            throw new CannotMeasureException("the platform could not be started: " + e.getMessage(), e);
        }
    }

    private static Duration awaitPage(Process process, URI url, @Nullable SSLContext trust, Path output, long began)
            throws CannotMeasureException, IOException {
        HttpClient http = client(trust).connectTimeout(Duration.ofSeconds(1)).build();
        URI page = url.resolve("/");
        while (System.nanoTime() - began < START.toNanos()) {
            if (!process.isAlive()) {
                throw new CannotMeasureException("the platform ended while it started:\n" + Files.readString(output));
            }
            if (status(http, page) == 200) {
                return Duration.ofNanos(System.nanoTime() - began);
            }
            pause(Duration.ofMillis(25));
        }
        process.destroyForcibly();
        throw new CannotMeasureException(
                "the platform did not answer within " + START.toSeconds() + " s:\n" + Files.readString(output));
    }

    private static int status(HttpClient http, URI page) {
        try {
            return http.send(
                            HttpRequest.newBuilder(page)
                                    .timeout(Duration.ofSeconds(2))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** From the command to the page's first answer. */
    public Duration startedIn() {
        return startedIn;
    }

    public URI url() {
        return url;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort());
    }

    /** A client that trusts it. */
    public HttpClient.Builder client() {
        return client(trust);
    }

    private static HttpClient.Builder client(@Nullable SSLContext trust) {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        return trust == null ? builder : builder.sslContext(trust);
    }

    /** The secret of the link that makes the first account. */
    public String setupToken() throws CannotMeasureException {
        try {
            for (int i = 0; i < 600; i++) {
                Matcher link = SETUP_LINK.matcher(Files.readString(output));
                if (link.find()) {
                    return link.group(1);
                }
                pause(Duration.ofMillis(100));
            }
            throw new CannotMeasureException("the platform printed no set-up link:\n" + Files.readString(output));
        } catch (IOException e) {
            throw new CannotMeasureException("the platform's output could not be read", e);
        }
    }

    /** The platform's process and all that it started. */
    public List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /**
     * The processes of each part, where they are apart: by its name, those of all instances and what they started. The
     * rest, which only keeps them running, is {@code up}.
     */
    public Map<String, List<ProcessHandle>> parts() throws CannotMeasureException {
        var parts = new TreeMap<String, List<ProcessHandle>>();
        var all = new LinkedHashMap<Long, ProcessHandle>();
        processes().forEach(each -> all.put(each.pid(), each));
        try (Stream<Path> files = Files.list(data.resolve("pids"))) {
            for (Path file : files.toList()) {
                Matcher name = PID_FILE.matcher(file.getFileName().toString());
                Matcher pid = PID.matcher(Files.readString(file));
                ProcessHandle found = name.matches() && pid.lookingAt() ? all.get(Long.parseLong(pid.group())) : null;
                if (found != null) {
                    List<ProcessHandle> of = parts.computeIfAbsent(name.group(1), part -> new ArrayList<>());
                    Stream.concat(Stream.of(found), found.descendants()).forEach(each -> {
                        of.add(each);
                        all.remove(each.pid());
                    });
                }
            }
        } catch (IOException e) {
            throw new CannotMeasureException("which processes are which part could not be read", e);
        }
        parts.put("up", List.copyOf(all.values()));
        return parts;
    }

    /**
     * How much it has written to some of its folder.
     *
     * @param prefix of the paths below the data folder that count
     */
    public long bytes(String prefix) throws CannotMeasureException {
        try (Stream<Path> files = Files.walk(data)) {
            long bytes = 0;
            for (Path file : files.filter(
                            each -> data.relativize(each).toString().startsWith(prefix))
                    .filter(each -> each.toString().endsWith(".log"))
                    .toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (IOException | UncheckedIOException e) {
            throw new CannotMeasureException("the platform's folder could not be read", e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() throws CannotMeasureException {
        List<ProcessHandle> all = processes();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                Log.say("The platform did not stop within 30 s and was killed.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(output);
        } catch (IOException e) {
            Log.say("Could not delete " + data + ": " + e);
        }
    }

    /** Waits. */
    public static void pause(Duration time) throws CannotMeasureException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
    }
}
