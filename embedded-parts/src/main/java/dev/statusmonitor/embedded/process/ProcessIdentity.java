package dev.statusmonitor.embedded.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One process and no other: process ids are used again, so the moment of its start belongs to it.
 *
 * @param pid the process id
 * @param start when it was started, as opaque text. On Linux the boot's id and the kernel's own count of ticks, which
 *     no correction of the clock moves; elsewhere what the JDK knows, in milliseconds
 */
public record ProcessIdentity(long pid, String start) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int STATE = 0;
    private static final int START_TICKS = 19;

    /** The identity of a running process; empty when it is gone, a zombie, or its start cannot be read. */
    public static Optional<ProcessIdentity> of(long pid) {
        if (Files.isReadable(BOOT)) {
            return linuxStart(pid).map(start -> new ProcessIdentity(pid, start));
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(instant -> new ProcessIdentity(pid, "ms:" + instant.toEpochMilli()));
    }

    /** This very process. */
    public static ProcessIdentity self() {
        long pid = ProcessHandle.current().pid();
        return of(pid).orElseGet(() -> new ProcessIdentity(pid, "unknown"));
    }

    /** Whether this very process still runs; a zombie does not. */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** The process when it still runs. */
    public Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    /** Whether it runs but was halted by a signal (SIGSTOP); always false where that cannot be seen. */
    public boolean isStopped() {
        @Nullable String[] fields = statFields(pid);
        return fields != null && ("T".equals(fields[STATE]) || "t".equals(fields[STATE]));
    }

    private static Optional<String> linuxStart(long pid) {
        @Nullable String[] fields = statFields(pid);
        if (fields == null || "Z".equals(fields[STATE]) || "X".equals(fields[STATE])) {
            return Optional.empty();
        }
        try {
            return Optional.of("boot:" + Files.readString(BOOT).strip() + ":" + fields[START_TICKS]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The fields of /proc/PID/stat from the state on (proc(5)): the name before may hold spaces and brackets. */
    private static String @Nullable [] statFields(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields.length > START_TICKS ? fields : null;
        } catch (IOException e) {
            return null;
        }
    }
}
