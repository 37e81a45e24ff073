package dev.statusmonitor.standalone.agent;

import dev.statusmonitor.agent.RecommendedFlags;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The agent as this machine can run it: the Java of this process, and the jar beside the platform's own.
 *
 * @param java the program
 * @param jar with all that the agent needs
 */
public record AgentProgram(Path java, Path jar) {
    private static final String JAR = "agent-all.jar";

    /** Where the build puts it; empty where this is not run from a build. */
    public static Optional<AgentProgram> find() {
        try {
            Path own = Path.of(AgentProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // lib/standalone.jar; or classes/, beside app/.
            return List.of(own.resolveSibling("../" + JAR), own.resolveSibling("app/" + JAR)).stream()
                    .map(Path::normalize)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .map(jar -> new AgentProgram(Path.of(System.getProperty("java.home"), "bin", "java"), jar));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The command line. The enrolment code is no part of it: everybody on a machine can read those. */
    List<String> command(URI platform, Path identity) {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(RecommendedFlags.flags());
        command.addAll(
                List.of("-jar", jar.toString(), "--platform", platform.toString(), "--identity", identity.toString()));
        return command;
    }
}
