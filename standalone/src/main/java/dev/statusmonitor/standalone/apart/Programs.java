package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.standalone.console.Refusal;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How the processes are started from the build that this one runs from: each on the jars that it needs, no others. */
final class Programs {
    private static final String CLASSPATH = ".classpath";

    private final Path app;

    private Programs(Path app) {
        this.app = app;
    }

    /** @throws Refusal where this is not run from a build */
    static Programs find() {
        try {
            Path own = Path.of(Programs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // lib/standalone.jar; or classes/, beside app/.
            return Stream.of(own.resolveSibling(".."), own.resolveSibling("app"))
                    .map(Path::normalize)
                    .filter(folder -> Files.isDirectory(folder.resolve("services")))
                    .findFirst()
                    .map(Programs::new)
                    .orElseThrow(() -> new Refusal("The build beside this program is not whole: build it again."));
        } catch (URISyntaxException e) {
            throw new Refusal("Where this program was built to cannot be found.", e);
        }
    }

    /**
     * A service's command.
     *
     * @param arguments a file that is written for it, since a class path is too long for a command line
     */
    List<String> service(Plan.Instance instance, Path arguments, List<String> options) throws IOException {
        String jars = Files.readString(app.resolve("services").resolve(instance.service() + CLASSPATH))
                .strip();
        var path = new ArrayList<String>();
        try (Stream<Path> own = Files.list(app.resolve("lib"))) {
            own.filter(jar -> jar.getFileName().toString().startsWith(instance.service() + "-"))
                    .forEach(jar -> path.add(jar.toString()));
        }
        for (String jar : jars.split(":")) {
            Path file = app.resolve(jar);
            if (!Files.isRegularFile(file)) {
                throw new IOException("the build lacks " + jar + ", which " + instance.service() + " needs");
            }
            path.add(file.toString());
        }
        return java(arguments, String.join(":", path), options, Plan.SERVICES.getOrDefault(instance.service(), ""));
    }

    /** The broker's command. */
    List<String> broker(Path arguments, Path properties) throws IOException {
        var command =
                java(arguments, app.resolve("lib") + "/*", List.of(), "dev.statusmonitor.embedded.kafka.BrokerProcess");
        command.add(properties.toString());
        return command;
    }

    private List<String> java(Path arguments, String classPath, List<String> options, String main) throws IOException {
        Files.writeString(arguments, "-cp \"" + classPath.replace("\\", "\\\\") + "\"\n");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + app.resolve("service.options"));
        command.addAll(options);
        command.add("@" + arguments);
        command.add(main);
        return command;
    }
}
