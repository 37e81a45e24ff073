package dev.statusmonitor.agent.collect;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Temperatures of Linux: every sensor of {@code hwmon}; where there is none, the thermal zones. A sensor is named by
 * its chip, the chip's place and its label ({@code coretemp.0 Package id 0}, {@code nvme0 Composite}), never by the
 * number that the kernel gave it in this boot.
 */
final class LinuxTemperatures {
    private final Path sys;

    LinuxTemperatures(Path sys) {
        this.sys = sys;
    }

    /** Asks each sensor; some take milliseconds. */
    List<TemperatureReading> read() throws IOException {
        var found = new TreeMap<String, Double>();
        for (Path chip : list(sys.resolve("class/hwmon"), "hwmon*")) {
            for (Path input : list(chip, "temp*_input")) {
                String number = fileName(input).replace("_input", "");
                String label = text(chip.resolve(number + "_label"));
                put(found, chipName(chip) + " " + (label == null ? number : label), input);
            }
        }
        if (found.isEmpty()) {
            for (Path zone : list(sys.resolve("class/thermal"), "thermal_zone*")) {
                String type = text(zone.resolve("type"));
                put(found, type == null ? fileName(zone) : type, zone.resolve("temp"));
            }
        }
        var readings = new ArrayList<TemperatureReading>(found.size());
        found.forEach((id, celsius) -> readings.add(new TemperatureReading(id, celsius)));
        return readings;
    }

    private static String chipName(Path chip) throws IOException {
        String name = text(chip.resolve("name"));
        Path device = chip.resolve("device");
        String place = Files.exists(device) ? fileName(device.toRealPath()) : "";
        if (name == null) {
            return place.isEmpty() ? fileName(chip) : place;
        }
        return place.isEmpty() || place.startsWith("thermal_zone")
                ? name
                : place.startsWith(name) ? place : name + " " + place;
    }

    private static void put(Map<String, Double> found, String id, Path input) {
        String text = text(input);
        if (text == null) {
            return;
        }
        try {
            double celsius = Long.parseLong(text) / 1_000.0;
            // What no host survives is what a sensor says that isn't connected.
            if (celsius > -60 && celsius < 150) {
                String unique = id;
                for (int i = 2; found.containsKey(unique); i++) {
                    unique = id + " " + i;
                }
                found.put(unique, celsius);
            }
        } catch (NumberFormatException e) {
            // No number, no temperature.
        }
    }

    /** A small file's text; null where it can't be read: sensors that sleep say so by an error. */
    private static @Nullable String text(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? null : text;
        } catch (IOException e) {
            return null;
        }
    }

    private static List<Path> list(Path directory, String glob) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var paths = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
            stream.forEach(paths::add);
        }
        paths.sort(null);
        return paths;
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
