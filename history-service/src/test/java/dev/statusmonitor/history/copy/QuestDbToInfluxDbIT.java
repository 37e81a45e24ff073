package dev.statusmonitor.history.copy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.history.store.StoreException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestDbToInfluxDbIT extends HistoryCopyContract {
    QuestDbToInfluxDbIT() {
        super(TestStore.QUESTDB, TestStore.INFLUXDB);
    }

    @Test
    void saysThatTheFolderIsInUse() {
        assertThatThrownBy(() -> NamedStore.of("questdb", data, Map.of()).openSource(clock))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is in use by another process");
    }

    @Test
    void saysThatThereIsNothingToCopy() {
        assertThatThrownBy(() -> NamedStore.of("questdb:" + data.resolve("elsewhere"), data, Map.of())
                        .openSource(clock))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("There is no history of a QuestDB in");
    }
}
