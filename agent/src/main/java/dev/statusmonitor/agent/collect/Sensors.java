package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.TopProcesses;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host can be asked, as its operating system counts it. Each answer comes at once or not at all: null is no
 * answer this time, or something that this host does not have.
 */
interface Sensors {
    @Nullable CpuReading cpu() throws IOException;

    @Nullable LoadReading load() throws IOException;

    @Nullable MemoryReading memory() throws IOException;

    /** Null also where the host has no swap. */
    @Nullable SwapReading swap() throws IOException;

    @Nullable List<DiskReading> disks() throws IOException;

    @Nullable List<NetworkReading> networks() throws IOException;

    @Nullable List<FilesystemReading> filesystems() throws IOException;

    @Nullable List<TemperatureReading> temperatures() throws IOException;

    /** How many processes there are. */
    @Nullable Long processes() throws IOException;

    /** Which processes stand out; the very same object until that is looked at again. */
    @Nullable TopProcesses topProcesses() throws IOException;

    /** How many threads there are. */
    @Nullable Long threads() throws IOException;

    /** Seconds since the host started. */
    @Nullable Double uptime() throws IOException;
}
