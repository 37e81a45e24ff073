package dev.statusmonitor.benchmarks.platform;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An agent on this machine, installed as the dashboard's command installs it, but into a folder of its own. */
public final class InstalledAgent implements AutoCloseable {
    private static final Duration INSTALLATION = Duration.ofMinutes(4);

    private final Path home;
    private final Process process;

    private InstalledAgent(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    /**
     * Installs it from the platform, lets it enrol, and starts it.
     *
     * @param certificate the platform's
     * @param settings lines of its settings file besides those that the installer writes
     */
    public static InstalledAgent start(
            Platform platform, Account account, Certificate certificate, Path home, List<String> settings)
            throws CannotMeasureException {
        try {
            Path installer = home.resolveSibling(home.getFileName() + ".sh");
            download(platform, installer);
            String code = account.post(
                            "/api/v1/enrolments",
                            Map.of("name", home.getFileName().toString()))
                    .path("code")
                    .asString();
            if (!settings.isEmpty()) {
                Files.createDirectories(home);
                Files.write(home.resolve("agent.properties"), settings);
            }
            install(
                    code,
                    List.of(
                            "sh",
                            installer.toString(),
                            "--platform",
                            platform.url().toString(),
                            "--ca-file",
                            certificate.pem().toString(),
                            "--home",
                            home.toString(),
                            "--no-start"));
            Path log = home.resolveSibling(home.getFileName() + ".log");
            Process process = new ProcessBuilder(
                            home.resolve("statusmonitor-agent").toString(), "run")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new InstalledAgent(home, process);
        } catch (IOException e) {
            throw new CannotMeasureException("the agent could not be installed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
    }

    private static void download(Platform platform, Path file)
            throws IOException, InterruptedException, CannotMeasureException {
        HttpResponse<Path> response = platform.client()
                .build()
                .send(
                        HttpRequest.newBuilder(platform.url().resolve("/agent/install.sh"))
                                .build(),
                        HttpResponse.BodyHandlers.ofFile(file));
        if (response.statusCode() != 200) {
            throw new CannotMeasureException("the installer was answered by " + response.statusCode());
        }
    }

    private static void install(String code, List<String> command)
            throws IOException, InterruptedException, CannotMeasureException {
        var builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        builder.environment().put("STATUSMONITOR_CODE", code);
        Process installing = builder.start();
        installing.getOutputStream().close();
        var said = new StringBuilder();
        try (var lines = installing.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> said.append(line).append('\n'));
        }
        if (!installing.waitFor(INSTALLATION.toSeconds(), TimeUnit.SECONDS) || installing.exitValue() != 0) {
            throw new CannotMeasureException("the agent could not be installed:\n" + said);
        }
        Log.say("Installed:\n" + said.toString().stripTrailing().indent(10).stripTrailing());
    }

    /** The agent's own process: the command has become it. */
    public ProcessHandle process() throws CannotMeasureException {
        if (!process.isAlive()) {
            throw new CannotMeasureException("the agent has ended; see " + home + ".log");
        }
        return process.toHandle();
    }

    /** Stops it. What it left goes with its folder. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
