package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.consume.DataFolder;
import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.cassandra.CassandraSampleStore;
import dev.statusmonitor.history.store.cassandra.CassandraSettings;
import dev.statusmonitor.history.store.influxdb.InfluxDbSampleStore;
import dev.statusmonitor.history.store.influxdb.InfluxDbSettings;
import dev.statusmonitor.history.store.questdb.QuestDbSampleStore;
import dev.statusmonitor.history.store.questdb.QuestDbSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store as a person names it: {@code questdb}, {@code influxdb} or {@code cassandra}, with the settings of a platform;
 * or {@code questdb:DIR}, another folder, or {@code influxdb:FILE} and {@code cassandra:FILE}, where the settings are in
 * a file of their own.
 */
public final class NamedStore {
    private final String kind;
    private final String description;
    private final Set<String> places;
    private final @Nullable Path dataFolder;
    private final Opener opener;

    private NamedStore(String kind, String description, Set<String> places, @Nullable Path dataFolder, Opener opener) {
        this.kind = kind;
        this.description = description;
        this.places = places;
        this.dataFolder = dataFolder;
        this.opener = opener;
    }

    private interface Opener {
        TieredStore open(boolean copiedFrom, Clock clock);
    }

    /**
     * Understands a name; opens nothing.
     *
     * @param data the data folder of the platform whose settings count
     * @param environment of this process
     * @throws StoreException with a sentence, where it means no store
     */
    public static NamedStore of(String text, Path data, Map<String, String> environment) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String more = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "questdb" -> questDb(more, data, environment);
            case "influxdb" -> influxDb(more, data, environment);
            case "cassandra" -> cassandra(more, data, environment);
            default ->
                throw new StoreException(
                        "There is no store '" + kind + "'. Stores are questdb, influxdb and cassandra.", null);
        };
    }

    private static NamedStore questDb(String more, Path data, Map<String, String> environment) {
        Path folder = questDbFolder(more.isEmpty() ? data : Path.of(more));
        QuestDbSettings settings =
                StoreSettings.ofPlatform(data, environment).get("statusmonitor.history.questdb", QuestDbSettings.class);
        return new NamedStore(
                "questdb",
                "the QuestDB in " + folder,
                Set.of(real(folder)),
                platformOf(folder),
                (copiedFrom, clock) -> {
                    if (copiedFrom && !Files.isDirectory(folder.resolve("tables"))) {
                        throw new StoreException("There is no history of a QuestDB in " + folder + ".", null);
                    }
                    if (!copiedFrom) {
                        requireSettled(folder);
                    }
                    var store = QuestDbSampleStore.open(folder, settings, clock, LastStop.CLEAN);
                    if (copiedFrom) {
                        putInOrder(store);
                    }
                    return store;
                });
    }

    private static @Nullable Path platformOf(Path questDbFolder) {
        Path service = questDbFolder.getParent();
        return service != null && questDbFolder.endsWith(Path.of("history", "questdb")) ? service.getParent() : null;
    }

    /** The store's own folder: of a platform, of a history-service, or the one that was named. */
    private static Path questDbFolder(Path named) {
        Path given = named.toAbsolutePath().normalize();
        List<Path> likely = List.of(given.resolve("history").resolve("questdb"), given.resolve("questdb"), given);
        return likely.stream()
                .filter(folder -> Files.isDirectory(folder.resolve("tables")))
                .findFirst()
                .orElse(likely.getFirst());
    }

    private static String real(Path folder) {
        try {
            return folder.toRealPath().toString();
        } catch (IOException e) {
            return folder.toString();
        }
    }

    /** What the machine may have torn as it went down is dropped at the next start: with all that is copied until then. */
    private static void requireSettled(Path folder) {
        Path service = folder.getParent();
        if (service != null && Files.exists(service.resolve("running"))) {
            try (var data = DataFolder.open(service)) {
                if (data.lastStop() == LastStop.MACHINE_DIED) {
                    throw new StoreException(
                            "The machine went down while the history in " + folder
                                    + " was used. Start the platform on it once and stop it, then copy.",
                            null);
                }
            }
        }
    }

    /** What its last process did not come to: closed hours are read from blocks, and what is not rolled up has no windows. */
    private static void putInOrder(QuestDbSampleStore store) {
        try {
            store.rollUp().run();
            store.compact();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static NamedStore influxDb(String more, Path data, Map<String, String> environment) {
        InfluxDbSettings settings =
                settings(more, data, environment).get("statusmonitor.history.influxdb", InfluxDbSettings.class);
        String place = settings.url() + " " + settings.org();
        // The platform's own folder has tokens already.
        Path folder = data.resolve("history")
                .resolve(more.isEmpty() ? "influxdb" : "copy-history/influxdb-" + shortened(place));
        return new NamedStore(
                "influxdb",
                "the InfluxDB at " + settings.url() + ", organisation " + settings.org(),
                Set.of(place),
                null,
                (copiedFrom, clock) -> copiedFrom
                        ? InfluxDbSampleStore.openAsItIs(folder, settings, clock, new SimpleMeterRegistry())
                        : InfluxDbSampleStore.open(folder, settings, "copy-history", clock, new SimpleMeterRegistry()));
    }

    private static NamedStore cassandra(String more, Path data, Map<String, String> environment) {
        CassandraSettings settings =
                settings(more, data, environment).get("statusmonitor.history.cassandra", CassandraSettings.class);
        var places = new TreeSet<String>();
        settings.contactPoints().forEach(point -> places.add(point + " " + settings.keyspace()));
        // Always the same, so that what one copy leaves to be rolled up the next finds at once.
        String instance = "copy-history-" + shortened(data.toAbsolutePath().toString());
        return new NamedStore(
                "cassandra",
                "the Cassandra at " + String.join(", ", settings.contactPoints()) + ", keyspace " + settings.keyspace(),
                places,
                null,
                (copiedFrom, clock) -> copiedFrom
                        ? CassandraSampleStore.openAsItIs(settings, clock)
                        : CassandraSampleStore.open(settings, instance, clock));
    }

    private static StoreSettings settings(String file, Path data, Map<String, String> environment) {
        if (file.isEmpty()) {
            return StoreSettings.ofPlatform(data, environment);
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new StoreException(
                    "There is no file " + file + " to read the store's settings from (statusmonitor.history.…=…).",
                    null);
        }
        return StoreSettings.ofFile(Path.of(file));
    }

    private static String shortened(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 13);
    }

    /** Which store it is, for the person. */
    public String description() {
        return description;
    }

    /** Whether both are one store, as far as that can be told from their names. */
    public boolean isSame(NamedStore other) {
        return kind.equals(other.kind) && !Collections.disjoint(places, other.places);
    }

    /**
     * The data folder of the platform whose embedded store it is, whether one runs there or not; empty where it is no
     * embedded store, or in no such place.
     */
    public Optional<Path> dataFolder() {
        return Optional.ofNullable(dataFolder);
    }

    /** The file that says how far copying has come; below the data folder, of which one copy runs at a time. */
    public static Path progressFile(Path data) {
        return data.resolve("history").resolve("copy-history").resolve("progress");
    }

    /**
     * Opens it as the one that is copied from. Nothing is made in a server's store: one that is not there was named
     * wrongly, which whoever reads from it first is told by a {@link StoreException}.
     *
     * @throws StoreException with a sentence, where it is not there or somebody else uses it
     */
    public TieredStore openSource(Clock clock) {
        return opener.open(true, clock);
    }

    /** Opens it as the one that is copied to. */
    public TieredStore openTarget(Clock clock) {
        return opener.open(false, clock);
    }
}
