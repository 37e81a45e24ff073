package dev.statusmonitor.history.copy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InfluxDbToCassandraClusterIT extends HistoryCopyContract {
    InfluxDbToCassandraClusterIT() {
        super(TestStore.INFLUXDB, TestStore.CASSANDRA);
    }

    /** A year of hosts, the last day of it second by second. The report has how long it took; more by properties. */
    @Test
    void copiesAYear() {
        int hosts = Integer.getInteger("statusmonitor.copy.hosts", 2);
        int series = Integer.getInteger("statusmonitor.copy.series", 24);
        new GeneratedHistory(now.toEpochMilli(), Duration.ofSeconds(1), false, series).fill(source, hosts);
        var expected = Answers.of(source, clock, hosts);

        long began = System.nanoTime();
        var copied = copy();
        double seconds = (System.nanoTime() - began) / 1e9;

        Answers.areTheSame(Answers.of(target, clock, hosts), expected);
        double values = (double) series * (copied.samples() + 4 * copied.windows());
        System.out.printf(
                "copied a year of %d hosts of %d series from InfluxDB to Cassandra, %d samples and %d windows:"
                        + " %.0f s, %.0f values/s%n",
                hosts, series, copied.samples(), copied.windows(), seconds, values / seconds);
    }
}
