package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.standalone.console.Console;
import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.standalone.data.DataFolder;
import dev.statusmonitor.standalone.data.DiskSpace;
import dev.statusmonitor.standalone.management.ManagementFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands {@code backup} and {@code restore}. */
@Command(name = "statusmonitor", description = "The data as one file, and back.")
public final class Backup {
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    private final Console console;

    private Backup(Console console) {
        this.console = console;
    }

    /** Ends the process: 0 when it is done, 1 when it could not be, 2 for wrong usage. */
    public static void main(String[] arguments) {
        // No log: what there is to say is said.
        System.setProperty("logback.configurationFile", "logback-doctor.xml");
        // All talk goes to standard error, as the launcher's does.
        var console = new Console(System.err, System.err);
        var commands = new CommandLine(new Backup(console));
        commands.setParameterExceptionHandler((failure, given) -> {
            console.fail(failure.getMessage() + ". See: statusmonitor help");
            return BAD_USAGE;
        });
        commands.setExecutionExceptionHandler((failure, command, given) -> {
            if (failure instanceof Refusal || failure instanceof StartFailure) {
                console.fail(String.valueOf(failure.getMessage()));
            } else if (failure instanceof IOException io) {
                console.fail(sentence(io));
            } else {
                throw failure;
            }
            return FAILED;
        });
        System.exit(commands.execute(arguments));
    }

    @Command(
            name = "backup",
            description = "Writes all data into one file, while the platform runs or while it does not.")
    int backup(
            @Parameters(paramLabel = "FILE", description = "the file to make") Path file,
            @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "the data folder")
                    Path given)
            throws IOException, InterruptedException {
        Path data = given.toAbsolutePath().normalize();
        if (!Files.exists(data.resolve(DataFolder.FORMAT_FILE))) {
            throw new Refusal(
                    "There is no data of StatusMonitor's in %s. Say where it is: --data DIR.".formatted(data));
        }
        if (file.toAbsolutePath().normalize().startsWith(data)) {
            throw new Refusal("%s is in the data folder, which a lost disk would take as well. Choose another place."
                    .formatted(file));
        }
        Optional<ManagementFile> running = ManagementFile.using(data, System.getenv());
        Manifest made;
        try (var target = BackupFile.create(file)) {
            if (running.isPresent()) {
                console.say("Backing up %s; the platform goes on meanwhile.".formatted(data));
                try (var stream = new BackupCall(running.get()).open()) {
                    made = target.receive(stream, new Progress(console));
                }
            } else {
                try (DataFolder folder = DataFolder.open(data)) {
                    console.say("Backing up %s, which no platform uses now.".formatted(data));
                    made = target.write(
                            out -> new FolderArchive(folder.path(), false, StoppedHistory.of(folder.path()))
                                    .write(out, null, Instant.now()),
                            new Progress(console));
                }
            }
            target.keep();
        }
        console.say("Done: %s, %s. It holds secrets; only you may read it."
                .formatted(file, DiskSpace.amount(Files.size(file))));
        if (!made.hasHistory()) {
            console.warn("The history is in %s and not in this file: back it up by %s."
                    .formatted(server(made), isInfluxDb(made) ? "`influx backup`" : "its own snapshots"));
        }
        return 0;
    }

    @Command(name = "restore", description = "Makes a data folder out of a backup.")
    int restore(
            @Parameters(paramLabel = "FILE", description = "the backup") Path file,
            @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "the folder to make")
                    Path given,
            @Option(names = "--replace", description = "where there is data already, move it aside; it is not deleted")
                    boolean replace)
            throws IOException {
        Path data = given.toAbsolutePath().normalize();
        Manifest manifest = new Restore(data, console).from(file, replace);
        console.say("Restored into %s: the backup of %s. Start it: ./statusmonitor up --data %s"
                .formatted(data, manifest.madeAt(), data));
        if (!manifest.hasHistory()) {
            console.warn("The history was in %s and is not in this file: restore it by %s."
                    .formatted(server(manifest), isInfluxDb(manifest) ? "`influx restore`" : "its own snapshots"));
        }
        return 0;
    }

    private static boolean isInfluxDb(Manifest manifest) {
        return manifest.history().equals("influxdb");
    }

    private static String server(Manifest manifest) {
        return isInfluxDb(manifest) ? "InfluxDB" : "Cassandra";
    }

    private static String sentence(IOException e) {
        String why = String.valueOf(e.getMessage());
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "There is no %s.".formatted(why);
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "This user may not use %s.".formatted(why);
        }
        return why.contains("No space left") ? "The disk is full. Make room and try again." : "It failed: " + why + ".";
    }
}
