package dev.statusmonitor.gateway.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What agents are installed by: the jar, the installers that are inside it, and the runtimes that lie beside it. */
final class AgentFiles {
    static final String JAR = "statusmonitor-agent.jar";

    private static final String INSTALLERS = "dev/statusmonitor/agent/install/";
    private static final String SH = "install.sh";
    private static final String PS1 = "install.ps1";

    /** One for each system that the build had a Java for. */
    private static final Pattern RUNTIME =
            Pattern.compile("statusmonitor-runtime-(linux|linux-musl|macos)-(x64|aarch64)\\.tar\\.gz");

    private final @Nullable Path jar;
    private final Map<String, AgentFile> known = new ConcurrentHashMap<>();

    AgentFiles(@Nullable Path jar) {
        this.jar = jar;
    }

    /** Whether there may be a file of this name. */
    static boolean named(String name) {
        return name.equals(JAR)
                || name.equals(SH)
                || name.equals(PS1)
                || RUNTIME.matcher(name).matches();
    }

    /** The file; empty where this platform runs without it. */
    Optional<AgentFile> find(String name) {
        if (!named(name)) {
            return Optional.empty();
        }
        AgentFile found = known.get(name);
        if (found == null) {
            found = read(name);
            if (found != null) {
                known.put(name, found);
            }
        }
        return Optional.ofNullable(found);
    }

    private @Nullable AgentFile read(String name) {
        if (jar == null || !Files.isReadable(jar)) {
            return null;
        }
        return switch (name) {
            case JAR -> AgentFile.of(jar, name, "application/java-archive");
            case SH, PS1 -> AgentFile.entry(jar, INSTALLERS + name, name, "text/plain;charset=utf-8");
            default -> {
                Path runtime = jar.resolveSibling(name);
                yield Files.isReadable(runtime) ? AgentFile.of(runtime, name, "application/gzip") : null;
            }
        };
    }
}
