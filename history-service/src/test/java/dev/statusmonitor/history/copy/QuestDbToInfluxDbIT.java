package dev.statusmonitor.history.copy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.history.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
class QuestDbToInfluxDbIT extends HistoryCopyContract {
    @Override
    protected String from() {
        return "questdb";
    }

    @Override
    protected String to() {
        return "influxdb";
    }

    @Override
    protected void configure(Path properties) throws IOException {
        StoreFiles.influxDb(properties, "influxdb");
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
