package dev.statusmonitor.standalone.backup;

import java.nio.file.Files;
import java.nio.file.Path;

/** Which store the history of a platform that does not run is in, as its folder tells. */
final class StoppedHistory {
    private StoppedHistory() {}

    static String of(Path data) {
        return Files.exists(data.resolve(FolderContents.HISTORY)) || !Files.exists(data.resolve("history/influxdb"))
                ? Manifest.EMBEDDED_HISTORY
                : "influxdb";
    }
}
