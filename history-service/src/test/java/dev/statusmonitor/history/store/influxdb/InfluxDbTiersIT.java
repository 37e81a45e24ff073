package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.TiersContract;
import dev.statusmonitor.testservers.TestInfluxDb;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
class InfluxDbTiersIT extends TiersContract {
    @Override
    protected TieredStore open(Path folder, Clock clock, LastStop lastStop) {
        return Influx.open(TestInfluxDb.get(), folder, clock);
    }
}
