package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.StorageUsage;
import dev.statusmonitor.history.store.StorageUsage.TierUsage;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the tables take on disk. */
final class QuestDbUsage {
    private final QuestDb questDb;
    private final Path folder;
    private final WindowTable minutes;
    private final WindowTable hours;

    /** @param folder the store's own */
    QuestDbUsage(QuestDb questDb, Path folder, WindowTable minutes, WindowTable hours) {
        this.questDb = questDb;
        this.folder = folder;
        this.minutes = minutes;
        this.hours = hours;
    }

    StorageUsage measure() {
        String sampleBlocks = SampleTable.blocks(questDb).name();
        try {
            return new StorageUsage(
                    List.of(
                            tier(Tier.RAW, SampleTable.NAME, "timestamp", sampleBlocks, "series_lists"),
                            tier(
                                    Tier.MINUTE,
                                    minutes.name(),
                                    "start",
                                    minutes.blocks().name()),
                            tier(
                                    Tier.HOUR,
                                    hours.name(),
                                    "start",
                                    hours.blocks().name(),
                                    "window_lists")),
                    OptionalLong.of(Files.getFileStore(folder).getUsableSpace()));
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException("How much room the history in " + folder + " takes cannot be found out.", e);
        }
    }

    private TierUsage tier(Tier tier, String rows, String time, String blocks, String... lists) throws IOException {
        long bytes = bytes(rows) + bytes(blocks);
        for (String list : lists) {
            bytes += bytes(list);
        }
        var oldest = new long[] {Long.MAX_VALUE};
        for (String query :
                List.of("SELECT begins FROM " + blocks + " LIMIT 1", "SELECT " + time + " FROM " + rows + " LIMIT 1")) {
            questDb.forEachRow(query, bind -> {}, row -> oldest[0] = Math.min(oldest[0], row.getLong(0)));
        }
        return new TierUsage(
                tier,
                bytes,
                OptionalLong.empty(),
                oldest[0] == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest[0]));
    }

    private long bytes(String table) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder.resolve("tables").resolve(table))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += size(file);
            }
        } catch (UncheckedIOException e) {
            // A partition was removed meanwhile; the rest is told the next time.
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e;
            }
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
