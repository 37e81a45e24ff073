package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.standalone.console.Refusal;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How the processes are started from the build that this one runs from: each on the jars that it needs, no others. */
final class Programs {
    private static final String CLASSPATH = ".classpath";
    private static final String CACHE = ".aot";
    private static final Pattern OWN_CLASS_PATH = Pattern.compile("^-cp \"(.*)\"$", Pattern.MULTILINE);

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
    List<String> service(String service, Path arguments, List<String> options) throws IOException {
        var all = new ArrayList<>(cached(cache(service)));
        all.addAll(options);
        return java(arguments, classPath(service), all, main(service));
    }

    /** The command that starts a service up to where it would open its doors, and leaves a cache of what it loaded. */
    List<String> cacheMaker(String service, Path arguments, Path cache, List<String> options) throws IOException {
        var all = new ArrayList<>(
                List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot*=error", "-Dspring.context.exit=onRefresh"));
        all.addAll(options);
        return java(arguments, classPath(service), all, main(service));
    }

    /** Where a service's cache of loaded classes (JEP 514) is, once it is made. */
    Path cache(String service) {
        return app.resolve("services").resolve(service + CACHE);
    }

    private static String main(String service) {
        return Plan.SERVICES.getOrDefault(service, "");
    }

    private String classPath(String service) throws IOException {
        String jars = Files.readString(app.resolve("services").resolve(service + CLASSPATH))
                .strip();
        var path = new ArrayList<String>();
        try (Stream<Path> own = Files.list(app.resolve("lib"))) {
            own.filter(jar -> jar.getFileName().toString().startsWith(service + "-"))
                    .forEach(jar -> path.add(jar.toString()));
        }
        for (String jar : jars.split(":")) {
            Path file = app.resolve(jar);
            if (!Files.isRegularFile(file)) {
                throw new IOException("the build lacks " + jar + ", which " + service + " needs");
            }
            path.add(file.toString());
        }
        return String.join(":", path);
    }

    /** The broker's command. */
    List<String> broker(Path arguments, Path properties) throws IOException {
        String jars = app.resolve("lib") + "/*";
        List<String> cached = List.of();
        Path own = app.resolve("java.options");
        if (Files.isRegularFile(own)) {
            // In the one process the broker runs as well: the cache of that one knows it, on the same class path.
            Matcher path = OWN_CLASS_PATH.matcher(Files.readString(own));
            if (path.find()) {
                jars = path.group(1);
                cached = cached(app.resolve("start.aot"));
            }
        }
        var command = java(arguments, jars, cached, "dev.statusmonitor.embedded.kafka.BrokerProcess");
        command.add(properties.toString());
        return command;
    }

    /** What of a cache does not fit the JVM leaves out, and what it says about that helps nobody. */
    private static List<String> cached(Path cache) {
        return Files.isRegularFile(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=error") : List.of();
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
