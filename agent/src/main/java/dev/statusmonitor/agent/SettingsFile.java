package dev.statusmonitor.agent;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The agent's settings as a file of {@code name=value} lines, in UTF-8; {@code #} begins a comment. */
final class SettingsFile {
    private SettingsFile() {}

    /** @throws IllegalArgumentException with a sentence, where it cannot be read */
    static Map<String, String> read(Path file) {
        var lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("The settings in " + file + " cannot be read (" + e + ").", e);
        }
        var settings = new TreeMap<String, String>();
        lines.stringPropertyNames().forEach(name -> settings.put(name, lines.getProperty(name)));
        return settings;
    }
}
