package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.standalone.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * Makes for each service a cache that lets it start faster, beside the build that this runs from. Each is started once, on
 * a folder of its own, up to where it would open its doors: on that way it asks nobody for anything.
 */
public final class StartCaches {
    private static final long PATIENCE_SECONDS = 120;

    private StartCaches() {}

    /** Ends by 1 where one could not be made: that service starts without. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var console = new Console(System.out, System.err);
        Programs programs = Programs.find();
        var failed = false;
        for (String service : Plan.SERVICES.keySet()) {
            if (!Files.isRegularFile(programs.cache(service)) && !make(programs, service)) {
                console.warn("No cache could be made for %s, which starts without.".formatted(service));
                failed = true;
            }
        }
        System.exit(failed ? 1 : 0);
    }

    private static boolean make(Programs programs, String service) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("statusmonitor-cache-");
        try {
            Path settings = folder.resolve("service.properties");
            Files.writeString(
                    settings,
                    Servers.text(Map.of(
                            "statusmonitor.internal.private-key-file",
                            folder.resolve("key.pem").toString(),
                            "statusmonitor.internal.trusted-keys",
                            folder.resolve("trusted").toString(),
                            "statusmonitor.auth.master-key-file",
                            folder.resolve("master.key").toString(),
                            "statusmonitor.history.data-folder",
                            folder.resolve("history").toString(),
                            "statusmonitor.history.store",
                            "influxdb",
                            "server.tomcat.basedir",
                            folder.resolve("tmp").toString())));
            // Whole or not at all: another platform may be starting from this build.
            Path made = programs.cache(service)
                    .resolveSibling(service + "." + ProcessHandle.current().pid());
            Process process = new ProcessBuilder(programs.cacheMaker(
                            service,
                            folder.resolve("java.options"),
                            made,
                            List.of("-Dspring.config.location=file:" + settings)))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(made.resolveSibling(made.getFileName() + ".config"));
            if (!Files.isRegularFile(made)) {
                System.err.println(Files.readString(folder.resolve("output")));
                return false;
            }
            Files.move(made, programs.cache(service), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
