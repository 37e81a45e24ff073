package dev.statusmonitor.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Prints each figure as it is known, {@code name value unit} with plain decimals, and keeps all of a run as JSON. */
final class Figures {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DIGITS = 3;

    private final PrintStream out;
    private final List<Figure> figures;
    private final String prefix;

    Figures(PrintStream out) {
        this(out, new ArrayList<>(), "");
    }

    private Figures(PrintStream out, List<Figure> figures, String prefix) {
        this.out = out;
        this.figures = figures;
        this.prefix = prefix;
    }

    /** The same figures of another wiring: each name begins with this. */
    Figures of(String wiring) {
        return new Figures(out, figures, wiring);
    }

    /** @param unit nothing where the figure is a bare number */
    void print(String name, double value, String unit) {
        var figure = new Figure(prefix + name, plain(value), unit);
        figures.add(figure);
        out.println((figure.name + " " + figure.value + " " + unit).strip());
        out.flush();
    }

    /** Three significant digits behind the point for small numbers, fewer for large ones; never an exponent. */
    static String plain(double value) {
        int digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : DIGITS;
        return BigDecimal.valueOf(value)
                .setScale(digits, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /**
     * Keeps what was printed.
     *
     * @return the file
     */
    Path keep(Path folder, Instant now) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(NAME.format(now) + ".json");
        var machine = new LinkedHashMap<String, Object>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("arch", System.getProperty("os.arch"));
        machine.put("java", System.getProperty("java.version"));
        var run = new LinkedHashMap<String, Object>();
        run.put("time", now.toString());
        run.put("machine", machine);
        run.put("figures", figures.stream().map(Figure::json).toList());
        Files.writeString(
                file, new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(run) + "\n");
        return file;
    }

    private record Figure(String name, String value, String unit) {
        LinkedHashMap<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            json.put("name", name);
            json.put("value", new BigDecimal(value));
            json.put("unit", unit);
            return json;
        }
    }
}
