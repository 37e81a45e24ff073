package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.incident.AlertEvent;
import dev.statusmonitor.alerts.incident.AlertEvent.IncidentView;
import dev.statusmonitor.alerts.rule.RuleForm;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a message says, as plain lines; who sends it escapes them. */
final class MessageText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private MessageText() {}

    /** {@code FIRING (critical): Disk full on web-1}. */
    static String title(AlertEvent event) {
        IncidentView incident = event.incident();
        String what = String.valueOf(incident.rule().name()) + " on " + incident.hostName();
        return switch (event.type()) {
            case FIRING -> "FIRING (" + incident.severity() + "): " + what;
            case REPEATED -> "STILL FIRING (" + incident.severity() + "): " + what;
            case RESOLVED -> "RESOLVED: " + what;
            case CHANGED -> "CHANGED: " + what;
        };
    }

    /** What is known besides. */
    static List<String> details(AlertEvent event) {
        IncidentView incident = event.incident();
        var lines = new ArrayList<String>();
        lines.add(event.type() == AlertEvent.Type.RESOLVED ? ending(incident) : condition(incident));
        if (event.type() != AlertEvent.Type.RESOLVED && incident.processes() != null) {
            String cpu = processes(incident.processes().cpu(), true);
            String memory = processes(incident.processes().memory(), false);
            if (!cpu.isEmpty()) {
                lines.add("Busiest: " + cpu);
            }
            if (!memory.isEmpty()) {
                lines.add("Largest: " + memory);
            }
        }
        return lines;
    }

    /** In one line, for a message about several. */
    static String brief(AlertEvent event) {
        return title(event) + ". " + details(event).getFirst();
    }

    private static String condition(IncidentView incident) {
        String since = " since " + time(incident.since());
        RuleForm rule = incident.rule();
        if (incident.series() == null) {
            return "Nothing has been received" + since;
        }
        String unit = incident.unit();
        return subject(incident.series()) + " is " + value(incident.value(), unit) + " (" + rule.direction() + " "
                + value(rule.threshold(), unit) + ")" + since;
    }

    private static String ending(IncidentView incident) {
        long resolved = Objects.requireNonNullElse(incident.resolved(), incident.opened());
        String lasted = "It lasted " + duration((resolved - incident.since()) / 1000.0);
        String why = switch (String.valueOf(incident.reason())) {
            case "rule" -> "The rule no longer applies. ";
            case "host" -> "The host is gone. ";
            case "no_data" -> "It is not measured any more. ";
            default -> "";
        };
        if (incident.series() == null) {
            return why.isEmpty() ? "It sends again. " + lasted : why + lasted;
        }
        String now = incident.lastValue() == null
                ? ""
                : subject(incident.series()) + " is " + value(incident.lastValue(), incident.unit()) + ". ";
        return why + now + lasted + ", at worst " + value(incident.peak(), incident.unit());
    }

    /** {@code Used share of a filesystem /data}. */
    private static String subject(String series) {
        SeriesKey key = SeriesKey.parse(series);
        String metric = Metrics.find(key.metric())
                .map(dev.statusmonitor.contract.Metric::description)
                .orElse(key.metric());
        return key.attributes().isEmpty()
                ? metric
                : metric + " (" + String.join(", ", key.attributes().values()) + ")";
    }

    private static String processes(List<AlertEvent.Processes.Busy> processes, boolean cpu) {
        return processes.stream()
                .map(each -> each.name() + " [" + each.pid() + "] "
                        + (cpu ? value(each.cpu(), "1") : value(toDouble(each.memory()), "By")))
                .collect(java.util.stream.Collectors.joining(", "));
    }

    private static @Nullable Double toDouble(@Nullable Long number) {
        return number == null ? null : number.doubleValue();
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** A value as a person reads it. */
    static String value(@Nullable Double value, String unit) {
        if (value == null) {
            return "unknown";
        }
        return switch (unit) {
            case "1" -> number(100 * value) + " %";
            case "By" -> bytes(value);
            case "By/s" -> bytes(value) + "/s";
            case "s" -> duration(value);
            case "Cel" -> number(value) + " °C";
            default -> unit.startsWith("{") ? number(value) : number(value) + " " + unit;
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String bytes(double value) {
        int size = 0;
        double left = value;
        while (Math.abs(left) >= 1024 && size < SIZES.length - 1) {
            left /= 1024;
            size++;
        }
        return number(left) + " " + SIZES[size];
    }

    private static String duration(double seconds) {
        var length = Duration.ofSeconds(Math.round(Math.max(0, seconds)));
        if (length.toDays() > 0) {
            return length.toDays() + " d " + length.toHoursPart() + " h";
        }
        if (length.toHours() > 0) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        return length.toMinutes() > 0
                ? length.toMinutes() + " min " + length.toSecondsPart() + " s"
                : length.toSeconds() + " s";
    }

    /** Where the chart is; null without a public address. */
    static @Nullable String link(@Nullable URI publicUrl, IncidentView incident) {
        if (publicUrl == null) {
            return null;
        }
        String base = publicUrl.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/hosts/" + incident.host();
    }
}
