package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.standalone.data.DataFolder;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a backup says of itself, before everything else in it.
 *
 * @param backupFormat of the file, {@value #FORMAT} today
 * @param dataFormat of the data folder that is in it
 * @param version of the StatusMonitor that made it
 * @param madeAt when that began
 * @param running whether the platform ran meanwhile; then Kafka's log is not in it, since all that was acknowledged
 *     before is in the stores
 * @param history the store that the history is in; that of a server is not in the backup
 * @param bytes of all files, about: some grow while they are read
 */
record Manifest(
        int backupFormat,
        String dataFormat,
        String version,
        Instant madeAt,
        boolean running,
        String history,
        long bytes) {
    static final int FORMAT = 1;
    /** The store that is files of the data folder. */
    static final String EMBEDDED_HISTORY = "questdb";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    static Manifest of(Instant now, boolean running, String history, long bytes) {
        String version = Manifest.class.getPackage().getImplementationVersion();
        return new Manifest(
                FORMAT,
                DataFolder.FORMAT,
                version == null ? "of an unknown version" : version,
                now,
                running,
                history,
                bytes);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    /** @throws Refusal where this is no manifest, or one of a backup that this version cannot read */
    static Manifest parse(String json) {
        Manifest manifest;
        try {
            manifest = JSON.readValue(json, Manifest.class);
        } catch (JacksonException e) {
            throw new Refusal("The backup's manifest is damaged. Take another backup.", e);
        }
        if (manifest.backupFormat != FORMAT || !DataFolder.FORMAT.equals(manifest.dataFormat)) {
            throw new Refusal(
                    "The backup was made by StatusMonitor %s, in a format (%d, data %s) that this one does not read. Restore it by that version, then upgrade."
                            .formatted(manifest.version, manifest.backupFormat, manifest.dataFormat));
        }
        return manifest;
    }

    boolean hasHistory() {
        return EMBEDDED_HISTORY.equals(history);
    }
}
