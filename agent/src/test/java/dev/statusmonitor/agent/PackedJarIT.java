package dev.statusmonitor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** That nothing is missing of what was left out of the jar: macOS and Windows cannot be tried on every build machine. */
class PackedJarIT {
    private static final long MOST_BYTES = 4_000_000;

    /** Classes for X11, BSD and native Linux, which the agent never asks for. */
    private static final Set<String> NEVER_USED = Set.of(
            "com.sun.jna.platform.KeyboardUtils",
            "com.sun.jna.platform.WindowUtils",
            "oshi.hardware.common.platform.unix.BsdComputerSystem",
            "oshi.hardware.common.platform.unix.BsdPowerSource",
            "oshi.hardware.common.platform.unix.BsdSensors",
            "oshi.jna.Struct");

    /** They choose the operating system, and name all that there are. */
    private static final Set<String> CHOOSES = Set.of("oshi.SystemInfo", "oshi.nativefree.SystemInfo");

    static Path jar() throws IOException {
        try (var files = Files.newDirectoryStream(Path.of("target"), "agent-*-all.jar")) {
            return files.iterator().next();
        }
    }

    @Test
    void isSmall() throws IOException {
        assertThat(Files.size(jar())).isLessThan(MOST_BYTES);
    }

    @Test
    void hasAllClassesThatMacOsAndWindowsNeed() throws IOException {
        var out = new StringWriter();
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        jdeps.run(
                new PrintWriter(out),
                new PrintWriter(out),
                "--multi-release",
                "17",
                "--missing-deps",
                jar().toString());
        var lacking = new TreeSet<String>();
        var line = Pattern.compile("^\\s+(\\S+)\\s+-> (\\S+)\\s+not found", Pattern.MULTILINE)
                .matcher(out.toString());
        while (line.find()) {
            String from = line.group(1).replaceAll("\\$.*", "");
            boolean otherSystem = line.group(2).matches(".*\\.(unix|linux)\\..*");
            if (!NEVER_USED.contains(from) && !(CHOOSES.contains(from) && otherSystem)) {
                lacking.add(from + " -> " + line.group(2));
            }
        }

        assertThat(out.toString()).contains("oshi.SystemInfo");
        assertThat(lacking).isEmpty();
    }

    @Test
    void hasTheNativePartsOfMacOsAndWindows() throws IOException {
        try (var file = new JarFile(jar().toFile())) {
            assertThat(file.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("dev.statusmonitor.agent.Agent");
            assertThat(file.stream().map(entry -> entry.getName()))
                    .contains(
                            "com/sun/jna/darwin-aarch64/libjnidispatch.jnilib",
                            "com/sun/jna/darwin-x86-64/libjnidispatch.jnilib",
                            "com/sun/jna/win32-x86-64/jnidispatch.dll",
                            "com/sun/jna/win32-aarch64/jnidispatch.dll")
                    .noneMatch(name -> name.startsWith("com/sun/jna/linux"));
        }
    }
}
