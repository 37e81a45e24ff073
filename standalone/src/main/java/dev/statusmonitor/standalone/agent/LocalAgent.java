package dev.statusmonitor.standalone.agent;

import dev.statusmonitor.auth.enrol.LocalEnrolment;
import dev.statusmonitor.embedded.process.PidFile;
import dev.statusmonitor.embedded.process.ProcessIdentity;
import dev.statusmonitor.standalone.console.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent of this machine, as a process of its own; what it says goes into the platform's log. */
public final class LocalAgent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalAgent.class);
    private static final Logger said = LoggerFactory.getLogger("agent");
    /** Its exit code when the platform does not take it: its host was deleted or revoked. */
    public static final int REFUSED = 2;

    private static final Duration GRACE = Duration.ofSeconds(4);

    private final PidFile pidFile;
    private final Process process;
    private final ProcessIdentity identity;

    private LocalAgent(PidFile pidFile, Process process, ProcessIdentity identity) {
        this.pidFile = pidFile;
        this.process = process;
        this.identity = identity;
    }

    /**
     * Ends the agent that a killed platform left.
     *
     * @param folder the agent's
     */
    public static void stopLeftover(Path folder) {
        pidFile(folder).stopLeftover(GRACE);
    }

    /**
     * Starts it; it enrols itself where the platform does not know it.
     *
     * @param folder for its identity and its process id
     * @param platform where it finds the platform
     * @throws Refusal when it cannot be started
     */
    public static LocalAgent start(AgentProgram program, Path folder, URI platform, LocalEnrolment enrolment) {
        var builder = new ProcessBuilder(program.command(platform, folder))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        code(folder, enrolment).ifPresent(code -> builder.environment().put("STATUSMONITOR_CODE", code));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            var agent = new LocalAgent(pidFile(folder), process, pidFile(folder).write(process));
            Thread.ofVirtual().name("agent-output").start(agent::listen);
            log.info("The agent of this machine runs as process {}", process.pid());
            return agent;
        } catch (IOException e) {
            throw new Refusal(
                    "The agent of this machine could not be started (%s). Without it: --no-agent."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static Optional<String> code(Path folder, LocalEnrolment enrolment) {
        return AgentIdentity.hostId(folder).filter(enrolment::knowsHost).isPresent()
                ? Optional.empty()
                : Optional.of(enrolment.newCode(hostName()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this machine";
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.info(line);
            }
        } catch (IOException e) {
            said.debug("its output ended", e);
        }
    }

    /** Completed with the exit code when it has ended, for whatever reason. */
    public CompletableFuture<Integer> onEnd() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Its process. */
    public ProcessIdentity process() {
        return identity;
    }

    /** Ends it, after it has sent what it has. */
    @Override
    public void close() {
        if (identity.isAlive()) {
            PidFile.end(identity, GRACE);
        }
        pidFile.delete();
    }

    private static PidFile pidFile(Path folder) {
        return new PidFile(folder.resolve("agent.pid"));
    }
}
