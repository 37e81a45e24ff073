package dev.statusmonitor.agent.collect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oshi.hardware.HardwareAbstractionLayer;

/** What can be collected beyond the basics, and what of it is. */
public enum Extras {
    BATTERIES,
    CONNECTIONS,
    CONTAINERS,
    GPUS,
    /** Starts {@code stat} once a minute. */
    INODES,
    /** Starts {@code systemctl} twice a minute. */
    UNITS;

    /** What costs next to nothing, or nothing where it isn't there. */
    private static final Set<Extras> DEFAULT = Set.of(BATTERIES, CONNECTIONS, CONTAINERS);

    /**
     * Reads a list of them.
     *
     * @param text names with commas between, or {@code default}, {@code all}, {@code none}
     * @throws IllegalArgumentException with a sentence
     */
    public static Set<Extras> parse(String text) {
        var chosen = EnumSet.noneOf(Extras.class);
        for (String word : text.toLowerCase(Locale.ROOT).split(",")) {
            switch (word.strip()) {
                case "default" -> chosen.addAll(DEFAULT);
                case "all" -> chosen.addAll(EnumSet.allOf(Extras.class));
                case "none" -> {
                    // Adds nothing.
                }
                default ->
                    chosen.add(Stream.of(values())
                            .filter(one -> one.word().equals(word.strip()))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("There is nothing to collect called "
                                    + word.strip() + ". There are default, all, none, and: " + words() + ".")));
            }
        }
        return chosen;
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String words() {
        return Stream.of(values()).map(Extras::word).collect(Collectors.joining(", "));
    }

    /** Those of a Linux host; what it does not have costs nothing. */
    static List<Extra> linux(
            Set<Extras> chosen,
            Path proc,
            Path sys,
            Path run,
            Supplier<List<String>> mountpoints,
            Supplier<HardwareAbstractionLayer> hardware,
            Executor threads,
            LongSupplier nanoTime) {
        var extras = new ArrayList<Extra>();
        for (Extras each : chosen) {
            switch (each) {
                case CONNECTIONS ->
                    extras.add(new SlowExtra(
                            "TCP connections",
                            threads,
                            nanoTime,
                            Duration.ofSeconds(10),
                            new LinuxConnections(proc.resolve("net"), nanoTime)::read));
                case BATTERIES -> {
                    if (Files.isDirectory(sys.resolve("class/power_supply"))) {
                        extras.add(new SlowExtra(
                                "batteries", threads, nanoTime, Duration.ofSeconds(30), new LinuxBatteries(sys)::read));
                    }
                }
                case CONTAINERS -> {
                    Path groups = sys.resolve("fs/cgroup");
                    if (LinuxContainers.canBeRead(groups)) {
                        extras.add(new SlowExtra(
                                "containers",
                                threads,
                                nanoTime,
                                Duration.ofSeconds(5),
                                new LinuxContainers(groups, nanoTime)::read));
                    }
                }
                case INODES ->
                    extras.add(new SlowExtra(
                            "inodes",
                            threads,
                            nanoTime,
                            Duration.ofMinutes(1),
                            new LinuxInodes(mountpoints, Program::onThisHost)::read));
                case UNITS -> {
                    // As sd_booted(3) has it.
                    if (Files.isDirectory(run.resolve("systemd/system"))) {
                        extras.add(new SlowExtra(
                                "services of systemd",
                                threads,
                                nanoTime,
                                Duration.ofSeconds(30),
                                new LinuxUnits(Program::onThisHost)::read));
                    }
                }
                case GPUS -> extras.add(gpus(hardware, threads, nanoTime));
            }
        }
        return extras;
    }

    /** Those that OSHI reads on other systems. */
    static List<Extra> oshi(
            Set<Extras> chosen, Supplier<HardwareAbstractionLayer> hardware, Executor threads, LongSupplier nanoTime) {
        var extras = new ArrayList<Extra>();
        if (chosen.contains(GPUS)) {
            extras.add(gpus(hardware, threads, nanoTime));
        }
        if (chosen.contains(BATTERIES)) {
            var reading = new OshiExtras();
            extras.add(new SlowExtra(
                    "batteries",
                    threads,
                    nanoTime,
                    Duration.ofMinutes(1),
                    () -> reading.batteries(hardware.get().getPowerSources())));
        }
        return extras;
    }

    private static Extra gpus(Supplier<HardwareAbstractionLayer> hardware, Executor threads, LongSupplier nanoTime) {
        var reading = new OshiExtras();
        return new SlowExtra(
                "GPUs",
                threads,
                nanoTime,
                Duration.ofSeconds(5),
                () -> reading.gpus(() -> hardware.get().getGraphicsCards()));
    }
}
