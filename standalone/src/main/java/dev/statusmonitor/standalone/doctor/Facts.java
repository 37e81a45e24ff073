package dev.statusmonitor.standalone.doctor;

import dev.statusmonitor.standalone.management.ManagementFile;
import dev.statusmonitor.standalone.report.PlatformReport;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a platform, before it is judged.
 *
 * @param url its public address
 * @param live whether it answers there
 * @param management how the owner may ask it; null where there is no file
 * @param platform how its process is
 * @param redis how its cache's process is
 * @param agent how this machine's agent's process is; null where there is none
 * @param health the answer of each health indicator; null where the platform gave none
 * @param report the platform's own report; null where it gave none
 */
record Facts(
        URI url,
        boolean live,
        @Nullable ManagementFile management,
        @Nullable ProcessState platform,
        @Nullable ProcessState redis,
        @Nullable ProcessState agent,
        @Nullable Map<String, Health> health,
        @Nullable PlatformReport report) {

    /** How a process is. */
    enum ProcessState {
        RUNNING,
        /** Halted by a signal. */
        HALTED,
        GONE
    }

    /**
     * What a health indicator says.
     *
     * @param up whether it is well
     * @param detail why it is not; empty where it does not say
     */
    record Health(boolean up, String detail) {}
}
