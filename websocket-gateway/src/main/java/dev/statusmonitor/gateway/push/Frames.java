package dev.statusmonitor.gateway.push;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.gateway.consume.OverviewPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of the live protocol, as docs/protocol.md has them. */
final class Frames {
    private static final int OVERVIEW_DIGITS = 4;
    private static final int SAMPLE_DIGITS = 6;

    private Frames() {}

    static String hello(long time, long sessionExpires) {
        return "{\"type\":\"hello\",\"time\":" + time + ",\"session_expires\":" + sessionExpires + '}';
    }

    static String pong(long time) {
        return "{\"type\":\"pong\",\"time\":" + time + '}';
    }

    static String hosts() {
        return "{\"type\":\"hosts\"}";
    }

    static String incidents() {
        return "{\"type\":\"incidents\"}";
    }

    static String error(@Nullable String channel, @Nullable String hostId, Refusal refusal) {
        var out = new StringBuilder(256).append("{\"type\":\"error\"");
        if (channel != null) {
            JsonText.string(out.append(",\"channel\":"), channel);
        }
        if (hostId != null) {
            JsonText.string(out.append(",\"host\":"), hostId);
        }
        JsonText.string(out.append(",\"problem\":{\"type\":"), refusal.type());
        JsonText.string(out.append(",\"title\":"), refusal.title());
        out.append(",\"status\":").append(refusal.status());
        JsonText.string(out.append(",\"detail\":"), refusal.detail());
        return out.append("}}").toString();
    }

    static String series(String hostId, SeriesList series) {
        var out = new StringBuilder(series.blockLength() + 4 * series.size() + 100);
        JsonText.string(out.append("{\"type\":\"series\",\"host\":"), hostId);
        out.append(",\"series\":[");
        for (String name : series.names()) {
            JsonText.string(out, name).append(',');
        }
        return end(out, "]}");
    }

    static String sample(String hostId, Sample sample) {
        var out = new StringBuilder(8 * sample.values().length + 100);
        JsonText.string(out.append("{\"type\":\"sample\",\"host\":"), hostId);
        out.append(",\"timestamp\":").append(sample.timestamp()).append(",\"values\":[");
        for (double value : sample.values()) {
            JsonText.number(out, value, SAMPLE_DIGITS).append(',');
        }
        return end(out, "]}");
    }

    /** One host's entry in an overview. */
    static String entry(String hostId, List<OverviewPoint> points) {
        var out = new StringBuilder(70 * points.size() + 80);
        JsonText.string(out.append("{\"host\":"), hostId);
        out.append(",\"points\":[");
        for (OverviewPoint point : points) {
            point(out, point).append(',');
        }
        return end(out, "]}");
    }

    /** The newest values of some hosts, each an {@link #entry}. */
    static String overview(List<String> entries) {
        var out = new StringBuilder(100 * entries.size() + 60);
        out.append("{\"type\":\"overview\",\"hosts\":[");
        entries.forEach(entry -> out.append(entry).append(','));
        return end(out, "]}");
    }

    /** A part of the answer to a subscription; each host an {@link #entry}. */
    static String snapshot(CharSequence entries, boolean more) {
        return "{\"type\":\"overview\",\"snapshot\":true,\"more\":" + more + ",\"hosts\":[" + entries + "]}";
    }

    private static StringBuilder point(StringBuilder out, OverviewPoint point) {
        out.append('[').append(point.timestamp()).append(',');
        JsonText.number(out, point.cpu(), OVERVIEW_DIGITS).append(',');
        JsonText.number(out, point.memory(), OVERVIEW_DIGITS).append(',');
        JsonText.number(out, point.disk(), OVERVIEW_DIGITS).append(',');
        if (point.mountpoint() == null) {
            out.append("null");
        } else {
            JsonText.string(out, point.mountpoint());
        }
        JsonText.number(out.append(','), point.receive(), OVERVIEW_DIGITS).append(',');
        JsonText.number(out, point.transmit(), OVERVIEW_DIGITS).append(',');
        JsonText.number(out, point.load(), OVERVIEW_DIGITS).append(',');
        if (point.uptime() < 0) {
            out.append("null");
        } else {
            out.append(point.uptime());
        }
        return out.append(']');
    }

    private static String end(StringBuilder out, String end) {
        if (out.charAt(out.length() - 1) == ',') {
            out.setLength(out.length() - 1);
        }
        return out.append(end).toString();
    }
}
