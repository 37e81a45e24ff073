package dev.statusmonitor.embedded.cassandra;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Java that Cassandra 5 runs on: 17; it does not start on 25, which has no security manager any more. */
final class Jdk17 {
    /** Where the variable is not set, the usual folders are searched. */
    static final String VARIABLE = "JAVA_17_HOME";

    private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"17[.\"]");

    private Jdk17() {}

    /** Its program {@code java}; the folder that the variable names, or the first that is found. */
    static Optional<Path> find() {
        return candidates().stream()
                .filter(Jdk17::is17)
                .map(home -> home.resolve("bin").resolve("java"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<Path> candidates() {
        var homes = new ArrayList<Path>();
        // The second is what GitHub's runners have, the third what is set for a build on 17.
        for (String variable : List.of(VARIABLE, "JAVA_HOME_17_X64", "JAVA_HOME_17_ARM64", "JAVA_HOME")) {
            String home = System.getenv(variable);
            if (home != null && !home.isBlank()) {
                homes.add(Path.of(home));
            }
        }
        Path user = Path.of(System.getProperty("user.home"));
        addBelow(homes, Path.of("/usr/lib/jvm"), "");
        addBelow(homes, Path.of("/opt/java"), "");
        addBelow(homes, Path.of("/usr/java"), "");
        addBelow(homes, user.resolve(".sdkman/candidates/java"), "");
        addBelow(homes, user.resolve(".jdks"), "");
        addBelow(homes, user.resolve(".local/share/mise/installs/java"), "");
        addBelow(homes, Path.of("/Library/Java/JavaVirtualMachines"), "Contents/Home");
        return homes;
    }

    private static void addBelow(List<Path> homes, Path folder, String inside) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*17*")) {
            entries.forEach(entry -> homes.add(entry.resolve(inside)));
        } catch (IOException e) {
            // Not here.
        }
    }

    private static boolean is17(Path home) {
        try {
            return RELEASE.matcher(Files.readString(home.resolve("release"))).find();
        } catch (IOException e) {
            return false;
        }
    }
}
