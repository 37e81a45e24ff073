package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.TiersProperty;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.springframework.util.unit.DataSize;

class QuestDbTiersPropertyIT extends TiersProperty {
    private static final QuestDbSettings SETTINGS = new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(1));

    @Override
    protected TieredStore open(Path folder, Clock clock, LastStop lastStop) {
        return QuestDbSampleStore.open(folder, SETTINGS, clock, lastStop);
    }

    @Override
    protected Instant start() {
        return Instant.parse("2026-11-21T21:00:00Z");
    }

    @Override
    protected Duration length(Random random) {
        return Duration.ofHours(20 + random.nextInt(12));
    }

    @Override
    protected void putAway(TieredStore store) {
        ((QuestDbSampleStore) store).compact();
    }
}
