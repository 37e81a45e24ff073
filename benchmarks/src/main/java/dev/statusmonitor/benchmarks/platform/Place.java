package dev.statusmonitor.benchmarks.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where things are.
 *
 * @param root the checkout
 * @param app the built platform: lib/*.jar, agent-all.jar, and java.options (made by the launcher) or jvm.options
 * @param wiring options of {@code up} that say how the services are wired; none for one process
 */
public record Place(Path root, Path app, List<String> wiring) {
    /** As the launcher says it in the environment; without it, the checkout one stands in and Maven's build. */
    public static Place of(Map<String, String> environment) {
        Path root = Path.of(environment.getOrDefault("STATUSMONITOR_ROOT", "")).toAbsolutePath();
        String app = environment.get("STATUSMONITOR_APP");
        return new Place(root, app == null ? root.resolve("standalone/target/app") : Path.of(app), List.of());
    }

    /**
     * The same with services apart, two processes of each.
     *
     * @param store what keeps the history there, as {@code up} calls it
     */
    public Place apart(String store) {
        return new Place(root, app, List.of("--apart", "--instances", "2", "--store", store));
    }

    public boolean isApart() {
        return wiring.contains("--apart");
    }

    /** The command that runs a class of the platform by this very Java. */
    List<String> java(String mainClass) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path cache = app.resolve("start.aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        Path options = app.resolve("java.options");
        if (Files.exists(options)) {
            command.add("@" + options);
        } else {
            command.add("@" + app.resolve("jvm.options"));
            command.add("-cp");
            command.add(app.resolve("lib") + "/*");
        }
        command.add(mainClass);
        return command;
    }
}
