package dev.statusmonitor.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.statusmonitor.agent.collect.SlowExtra.Value;
import dev.statusmonitor.contract.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is read beyond the basics, from files and answers as systems write them. */
class ExtrasIT {
    private static final String ID = "4f2a9c0d1e3b5a7c".repeat(4);
    private static final String OTHER = "0b1c2d3e4f506172".repeat(4);

    @TempDir
    Path root;

    private long nanos;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static Map<String, Double> byName(List<Value> values) {
        var map = new TreeMap<String, Double>();
        values.forEach(value -> assertThat(map.put(value.series().name(), value.value()))
                .as(value.series().name())
                .isNull());
        return map;
    }

    private static String connection(String state) {
        return states("system.network.connection.count", state);
    }

    private static String states(String metric, String state) {
        return metric + "{network.connection.state=" + state + ",network.transport=tcp}";
    }

    @Test
    void countsConnectionsOfBothProtocolsByState() throws IOException {
        String heading =
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
        String line =
                "   0: 0100007F:1F90 00000000:0000 %s 00000000:00000000 00:00000000 00000000     0        0 1 1 0\n";
        String six =
                "   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 %s 00000000:00000000\n";
        write(
                "tcp",
                heading
                        + line.formatted("0A")
                        + line.formatted("01").repeat(700)
                        + line.formatted("06")
                        + line.formatted("0C"));
        write("tcp6", heading + six.formatted("0A") + six.formatted("01") + six.formatted("0B"));

        Map<String, Double> read = byName(new LinuxConnections(root, () -> nanos).read());

        assertThat(read)
                .hasSize(11)
                .containsEntry(connection("listen"), 2.0)
                .containsEntry(connection("established"), 701.0)
                .containsEntry(connection("time_wait"), 1.0)
                .containsEntry(connection("syn_received"), 1.0)
                .containsEntry(connection("closing"), 1.0)
                .containsEntry(connection("close_wait"), 0.0);
    }

    @Test
    void aKernelWithoutIpv6HasConnectionsToo() throws IOException {
        write("tcp", "  sl  local_address rem_address   st\n");

        assertThat(new LinuxConnections(root, () -> nanos).read()).hasSize(11);
    }

    @Test
    void countsLessOftenWhereCountingTakesLong() throws IOException {
        write("tcp", "  sl  local_address rem_address   st\n   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000\n");
        // Each look at the clock is 20 ms later: that is how long counting seems to take.
        var connections = new LinuxConnections(root, () -> nanos += 20_000_000);
        assertThat(byName(connections.read())).containsEntry(connection("listen"), 1.0);

        write("tcp", "  sl  local_address rem_address   st\n");
        nanos += 19_000_000_000L;
        assertThat(byName(connections.read())).containsEntry(connection("listen"), 1.0);
        nanos += 1_000_000_000L;
        assertThat(byName(connections.read())).containsEntry(connection("listen"), 0.0);
    }

    @Test
    void readsTheBatteriesOfTheHostAlone() throws IOException {
        write("class/power_supply/BAT0/type", "Battery\n");
        write("class/power_supply/BAT0/capacity", "87\n");
        write("class/power_supply/AC/type", "Mains\n");
        write("class/power_supply/hidpp_battery_0/type", "Battery\n");
        write("class/power_supply/hidpp_battery_0/scope", "Device\n");
        write("class/power_supply/hidpp_battery_0/capacity", "50\n");

        assertThat(byName(new LinuxBatteries(root).read())).isEqualTo(Map.of("hw.battery.charge{hw.id=BAT0}", 0.87));
    }

    private void container(String group, long micros) throws IOException {
        write(group + "/cpu.stat", "usage_usec " + micros + "\nuser_usec 1\nsystem_usec 2\n");
        write(group + "/memory.current", "104857600\n");
        write(group + "/memory.stat", "anon 50000000\ninactive_file 4857600\n");
    }

    @Test
    void findsContainersWhereEachEnginePutsThem() throws IOException {
        String docker = "system.slice/docker-" + ID + ".scope";
        String pod = "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-" + OTHER
                + ".scope";
        write("cgroup.controllers", "cpu memory\n");
        container(docker, 1_000_000);
        container(docker + "/inner-" + OTHER.replace('0', '9') + ".scope", 1);
        container(pod, 1_000_000);
        write("system.slice/ssh.service/memory.current", "1\n");
        var containers = new LinuxContainers(root, () -> nanos);
        assertThat(LinuxContainers.canBeRead(root)).isTrue();
        containers.read();
        nanos += 5_000_000_000L;
        container(docker, 8_500_000);

        Map<String, Double> read = byName(containers.read());

        assertThat(read)
                .containsOnly(
                        Map.entry("container.cpu.usage{container.id=" + ID.substring(0, 12) + "}", 1.5),
                        Map.entry("container.memory.usage{container.id=" + ID.substring(0, 12) + "}", 104_857_600.0),
                        Map.entry(
                                "container.memory.working_set{container.id=" + ID.substring(0, 12) + "}",
                                100_000_000.0),
                        Map.entry("container.cpu.usage{container.id=" + OTHER.substring(0, 12) + "}", 0.0),
                        Map.entry("container.memory.usage{container.id=" + OTHER.substring(0, 12) + "}", 104_857_600.0),
                        Map.entry(
                                "container.memory.working_set{container.id=" + OTHER.substring(0, 12) + "}",
                                100_000_000.0));
    }

    @Test
    void findsNewContainersAtOnceAndForgetsThoseThatHaveEnded() throws IOException {
        write("cgroup.controllers", "cpu memory\n");
        write("cgroup.stat", "nr_descendants 1\nnr_dying_descendants 0\n");
        String first = "docker/" + ID;
        String second = "docker/" + OTHER;
        container(first, 1);
        var containers = new LinuxContainers(root, () -> nanos);
        assertThat(containers.read()).hasSize(2);

        // Their number tells that there is one more.
        container(second, 1);
        write("cgroup.stat", "nr_descendants 2\nnr_dying_descendants 0\n");
        nanos += 5_000_000_000L;
        assertThat(byName(containers.read()).keySet())
                .anyMatch(name -> name.contains(ID.substring(0, 12)))
                .anyMatch(name -> name.contains(OTHER.substring(0, 12)));

        // One for the other, so that the number stays.
        Path gone = root.resolve(first);
        for (String file : List.of("cpu.stat", "memory.current", "memory.stat")) {
            Files.delete(gone.resolve(file));
        }
        Files.delete(gone);
        String third = "docker/" + "c".repeat(64);
        container(third, 1);
        nanos += 5_000_000_000L;
        assertThat(byName(containers.read()).keySet()).noneMatch(name -> name.contains(ID.substring(0, 12)));
        nanos += 5_000_000_000L;
        assertThat(byName(containers.read()).keySet()).anyMatch(name -> name.contains("c".repeat(12)));

        // Where nothing tells of it, it is looked for now and then.
        container("kubepods/" + "d".repeat(64), 1);
        nanos += 30_000_000_000L;
        assertThat(byName(containers.read()).keySet()).anyMatch(name -> name.contains("d".repeat(12)));
    }

    @Test
    void takesNoFileOfAGroupForAGroup() throws IOException {
        write("cgroup.controllers", "cpu memory\n");
        Files.createDirectories(root.resolve("memory.pressure").resolve(ID));
        container("io.slice/" + OTHER, 1);

        assertThat(byName(new LinuxContainers(root, () -> nanos).read()).keySet())
                .isNotEmpty()
                .allMatch(name -> name.contains(OTHER.substring(0, 12)));
    }

    @Test
    void aHostWithHundredsOfContainersDoesNotFlood() throws IOException {
        write("cgroup.controllers", "cpu memory\n");
        for (int i = 0; i < 200; i++) {
            container(
                    "docker/"
                            + "%064x"
                                    .formatted(0x123_4567_89abL + ((long) i << 40))
                                    .replace('0', 'a'),
                    1);
            container("system.slice/docker-" + "%012x".formatted(i) + "0".repeat(52) + ".scope", 1);
        }
        var containers = new LinuxContainers(root, () -> nanos);
        containers.read();
        nanos += 5_000_000_000L;

        assertThat(containers.read()).hasSize(3 * Metrics.MAX_DEVICES);
    }

    @Test
    void countsServicesAndNamesThoseThatFailed() throws Exception {
        List<String> answer = List.of(
                "cron.service         loaded    active   running Regular background program processing daemon",
                "backup.service       loaded    failed   failed  Nightly backup of everything",
                "getty@tty1.service   loaded    inactive dead    Getty on tty1",
                "ssh.service          loaded    active   running OpenBSD Secure Shell server",
                "plymouth.service     not-found inactive dead    plymouth.service");
        var asked = new ArrayList<List<String>>();

        Map<String, Double> read = byName(new LinuxUnits(command -> {
                    asked.add(command);
                    return answer;
                })
                .read());

        assertThat(read)
                .hasSize(7)
                .containsEntry("systemd.unit.count{systemd.unit.active_state=active}", 2.0)
                .containsEntry("systemd.unit.count{systemd.unit.active_state=inactive}", 1.0)
                .containsEntry("systemd.unit.count{systemd.unit.active_state=failed}", 1.0)
                .containsEntry("systemd.unit.count{systemd.unit.active_state=activating}", 0.0)
                .containsEntry(
                        "systemd.unit.state{systemd.unit.active_state=failed,systemd.unit.name=backup.service}", 1.0);
        assertThat(asked).containsExactly(LinuxUnits.COMMAND);
    }

    @Test
    void asksForTheInodesOfAllFilesystemsAtOnce() throws Exception {
        Map<String, Double> read = byName(new LinuxInodes(() -> List.of("/", "/mnt/pool", "/srv"), command -> {
                    assertThat(command).endsWith("--", "/", "/mnt/pool", "/srv");
                    return List.of("1000 750", "0 0", "200 0");
                })
                .read());

        assertThat(read)
                .containsOnly(
                        Map.entry(
                                "system.filesystem.inodes.usage{system.filesystem.mountpoint=/,system.filesystem.state=used}",
                                250.0),
                        Map.entry(
                                "system.filesystem.inodes.usage{system.filesystem.mountpoint=/,system.filesystem.state=free}",
                                750.0),
                        Map.entry("system.filesystem.inodes.utilization{system.filesystem.mountpoint=/}", 0.25),
                        Map.entry(
                                "system.filesystem.inodes.usage{system.filesystem.mountpoint=/srv,system.filesystem.state=used}",
                                200.0),
                        Map.entry(
                                "system.filesystem.inodes.usage{system.filesystem.mountpoint=/srv,system.filesystem.state=free}",
                                0.0),
                        Map.entry("system.filesystem.inodes.utilization{system.filesystem.mountpoint=/srv}", 1.0));
    }

    @Test
    void fiveHundredMountsDoNotFlood() throws Exception {
        List<String> mounts = IntStream.range(0, 500).mapToObj(i -> "/mnt/" + i).toList();
        var inodes = new LinuxInodes(
                () -> mounts,
                command -> command.stream()
                        .filter(word -> word.startsWith("/mnt/"))
                        .map(m -> "10 5")
                        .toList());

        assertThat(inodes.read()).hasSize(3 * Metrics.MAX_DEVICES);
    }

    /** The one thing that no fixture shows. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "stat of Linux")
    void statOfThisHostAnswersSo() throws Exception {
        Map<String, Double> read = byName(new LinuxInodes(() -> List.of("/", "/proc"), Program::onThisHost).read());

        assertThat(read.get("system.filesystem.inodes.utilization{system.filesystem.mountpoint=/}"))
                .satisfiesAnyOf(
                        share -> assertThat(share).isBetween(0.0, 1.0),
                        share -> assertThat(share).isNull());
        assertThat(new LinuxConnections(Path.of("/proc/net"), System::nanoTime).read())
                .hasSize(11);
    }

    @Test
    void aProgramThatFailsOrIsNotThereSaysSo() {
        assertThatThrownBy(() -> Program.onThisHost(List.of("no-such-program-here")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Program.onThisHost(List.of("sh", "-c", "exit 3")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("status 3");
    }

    /** Nor the second in which it hangs. */
    @Test
    void oneThatHangsDelaysNothing() {
        var never = new CountDownLatch(1);
        try (var threads = new TestThreads()) {
            var hanging = new SlowExtra("things that hang", threads, System::nanoTime, Duration.ofSeconds(1), () -> {
                never.await();
                return List.of();
            });
            var sample = new SampleBuilder();
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                for (int second = 0; second < 100; second++) {
                    hanging.add(sample);
                }
            });
            assertThat(sample.size()).isZero();
            assertThat(threads.started).isEqualTo(1);
        } finally {
            never.countDown();
        }
    }

    private static final class TestThreads implements Executor, AutoCloseable {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        int started;

        @Override
        public void execute(Runnable task) {
            started++;
            threads.execute(task);
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    @Test
    void areChosenByName() {
        assertThat(Extras.parse("default")).containsExactly(Extras.BATTERIES, Extras.CONNECTIONS, Extras.CONTAINERS);
        assertThat(Extras.parse("default, Units")).contains(Extras.UNITS, Extras.CONTAINERS);
        assertThat(Extras.parse("none")).isEmpty();
        assertThat(Extras.parse("all")).isEqualTo(Set.of(Extras.values()));
        assertThatThrownBy(() -> Extras.parse("default,unit"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("called unit")
                .hasMessageContaining("units");
    }
}
