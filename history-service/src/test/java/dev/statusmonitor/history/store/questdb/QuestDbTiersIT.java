package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.TiersContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

class QuestDbTiersIT extends TiersContract {
    private static final QuestDbSettings SETTINGS = new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(1));

    @Override
    protected TieredStore open(Path folder, Clock clock, LastStop lastStop) {
        return QuestDbSampleStore.open(folder, SETTINGS, clock, lastStop);
    }

    @Override
    protected void letTimePass() {
        clock.advance(Duration.ofHours(1));
        store.rollUp().run();
        ((QuestDbSampleStore) store).compact();
    }
}
