package dev.statusmonitor.gateway.push;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.gateway.consume.OverviewPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something new of one host, written as JSON at most once, however many connections get it. */
abstract sealed class Update {
    private final String hostId;
    private @Nullable String json;

    private Update(String hostId) {
        this.hostId = hostId;
    }

    final String hostId() {
        return hostId;
    }

    /** Written when the first connection has room for it: what is overtaken before is never written. */
    final synchronized String json() {
        String written = json;
        if (written == null) {
            written = write();
            json = written;
        }
        return written;
    }

    abstract String write();

    /** A point of the overview; its JSON is a host's entry. */
    static final class Point extends Update {
        private final OverviewPoint point;

        Point(String hostId, OverviewPoint point) {
            super(hostId);
            this.point = point;
        }

        long timestamp() {
            return point.timestamp();
        }

        @Override
        String write() {
            return Frames.entry(hostId(), List.of(point));
        }
    }

    /** A whole sample; its JSON is a frame. */
    static final class Whole extends Update {
        private final Sample sample;

        Whole(String hostId, Sample sample) {
            super(hostId);
            this.sample = sample;
        }

        Sample sample() {
            return sample;
        }

        @Override
        String write() {
            return Frames.sample(hostId(), sample);
        }
    }
}
