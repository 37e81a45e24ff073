package dev.statusmonitor.history.store.influxdb;

import com.influxdb.exceptions.InfluxException;
import dev.statusmonitor.history.store.FreshMinutes.Taken;
import dev.statusmonitor.history.store.HistorySource;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.WindowMerge;
import dev.statusmonitor.history.store.WindowWriter;
import java.util.List;
import java.util.function.Consumer;

/**
 * Windows as lines. Those that were made elsewhere have no {@link Lines#MARK}, so that {@link InfluxDbRollUp} does not
 * take them for made of samples that are here.
 */
final class InfluxDbWindowWriter implements WindowWriter {
    private static final int MAX_TEXT = 4 << 20;

    private static final int UNPROCESSABLE = 422;

    private final InfluxDb influxDb;
    private final HistorySource source;
    private final Lines lines = new Lines();
    private final StringBuilder text = new StringBuilder();

    /** @param source to look what is there */
    InfluxDbWindowWriter(InfluxDb influxDb, HistorySource source) {
        this.influxDb = influxDb;
        this.source = source;
    }

    @Override
    public synchronized void write(Tier tier, List<HostWindow> windows) {
        if (tier == Tier.RAW) {
            throw new IllegalArgumentException("samples are no windows");
        }
        write(tier, windows, each -> lines.add(text, each));
    }

    /** Stores windows that were made of samples which are here. */
    synchronized void writeMade(Tier tier, List<Taken> windows) {
        write(tier, windows, each -> lines.add(text, each));
    }

    private <W> void write(Tier tier, List<W> windows, Consumer<W> add) {
        text.setLength(0);
        for (W each : windows) {
            add.accept(each);
            if (text.length() >= MAX_TEXT) {
                flush(tier);
            }
        }
        flush(tier);
    }

    @Override
    public void merge(Tier tier, List<HostWindow> windows) {
        WindowMerge.write(source, this, tier, windows);
    }

    private void flush(Tier tier) {
        if (!text.isEmpty()) {
            try {
                influxDb.write(tier, text.toString());
            } catch (InfluxException e) {
                String message = String.valueOf(e.getMessage());
                // Some are older than the tier is kept, by the clock of InfluxDB; it took the others.
                if (e.status() != UNPROCESSABLE || !message.contains("retention policy")) {
                    throw influxDb.failed(e);
                }
            }
            text.setLength(0);
        }
    }
}
