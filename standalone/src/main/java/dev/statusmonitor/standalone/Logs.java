package dev.statusmonitor.standalone;

import dev.statusmonitor.standalone.data.DataFolder;
import java.nio.file.Path;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the log goes: to a file in the data folder; the terminal is for people. */
final class Logs {
    private Logs() {}

    /** Before this nothing may be logged: logback.xml reads the property when the first logger is made. */
    static Path begin(DataFolder folder) {
        Path file = folder.resolve("logs").resolve("statusmonitor.log");
        System.setProperty("statusmonitor.log.file", file.toString());
        System.setProperty("statusmonitor.log.to", "file");
        // Spring Boot would set up logging once more, in its own way.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return file;
    }
}
