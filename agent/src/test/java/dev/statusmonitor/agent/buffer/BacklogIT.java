package dev.statusmonitor.agent.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BacklogIT {
    private static final SeriesList NAMES = SeriesList.of(List.of("system.uptime"));
    private static final long START = 1_763_912_176_000L;
    private static final Duration DAY = Duration.ofHours(23);

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("buffer");
    }

    private Backlog backlog() throws IOException {
        return backlog(64 << 20, "h1");
    }

    private Backlog backlog(long bytes, String host) throws IOException {
        var backlog = new Backlog(directory(), bytes, DAY);
        backlog.open(host);
        return backlog;
    }

    private static Stored sample(int second) {
        return new Stored(new Sample(1, START + second * 1_000L, NAMES, new double[] {second}), Stored.STAMPED);
    }

    private static void append(Backlog to, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            to.append(List.of(sample(i)), OptionalLong.of(START + i * 1_000L));
        }
    }

    private static List<Integer> next(Backlog of, int most) {
        return of.read(most, 1 << 20, START).stream()
                .map(stored -> (int) stored.sample().values()[0])
                .toList();
    }

    private static List<Integer> drain(Backlog of) {
        var all = new ArrayList<Integer>();
        for (List<Integer> some = next(of, 60); !some.isEmpty(); some = next(of, 60)) {
            all.addAll(some);
            of.advance();
        }
        return all;
    }

    private static List<Integer> seconds(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(".samples"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void keepsTheOrderAndLeavesNoFileBehind() throws IOException {
        try (Backlog backlog = backlog()) {
            append(backlog, 0, 700);
            assertThat(backlog.count()).isEqualTo(700);
            assertThat(drain(backlog)).isEqualTo(seconds(0, 700));
            assertThat(backlog.count()).isZero();
            assertThat(backlog.dropped()).isZero();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void needsNoFolderWhileNothingWaits() throws IOException {
        backlog().close();

        assertThat(directory()).doesNotExist();
    }

    @Test
    void givesTheSameAgainUntilItIsLeftBehind() throws IOException {
        try (Backlog backlog = backlog()) {
            append(backlog, 0, 5);
            assertThat(next(backlog, 3)).containsExactly(0, 1, 2);
            assertThat(next(backlog, 2)).containsExactly(0, 1);
            backlog.advance();
            append(backlog, 5, 1);
            assertThat(drain(backlog)).containsExactly(2, 3, 4, 5);
        }
    }

    @Test
    void findsWhatAnEarlierProcessLeftAndGoesOn() throws IOException {
        // Never closed, as after kill -9; its claim is let go of by hand, since this process lives on.
        try (Backlog killed = backlog()) {
            append(killed, 0, 320);
        }
        try (Backlog backlog = backlog()) {
            assertThat(backlog.count()).isEqualTo(320);
            append(backlog, 320, 2);
            assertThat(files()).hasSize(2);
            assertThat(drain(backlog)).isEqualTo(seconds(0, 322));
        }
    }

    @Test
    void sendsNoMoreThanAFileAgainAfterARestart() throws IOException {
        try (Backlog killed = backlog()) {
            append(killed, 0, 1_000);
            for (int i = 0; i < 14; i++) {
                next(killed, 50);
                killed.advance();
            }
        }
        try (Backlog backlog = backlog()) {
            assertThat(drain(backlog)).isEqualTo(seconds(600, 400));
        }
    }

    /** However much of the last record kill -9 let through. */
    @Test
    void aTornTailCostsTheTornRecordAlone() throws IOException {
        try (Backlog killed = backlog()) {
            append(killed, 0, 3);
        }
        byte[] whole = Files.readAllBytes(files().get(0));
        try (Backlog killed = backlog()) {
            append(killed, 3, 1);
        }
        byte[] more = Files.readAllBytes(files().get(0));
        for (int length = whole.length; length < more.length; length++) {
            Files.write(files().get(0), java.util.Arrays.copyOf(more, length));
            try (Backlog backlog = backlog()) {
                assertThat(backlog.count()).isEqualTo(3);
                append(backlog, 9, 1);
                assertThat(drain(backlog)).containsExactly(0, 1, 2, 9);
            }
            Files.write(directory().resolve("0000000001.samples"), more);
        }
    }

    @Test
    void aByteThatTheDiskChangedCostsOneSample() throws IOException {
        try (Backlog killed = backlog()) {
            append(killed, 0, 5);
        }
        Path file = files().get(0);
        long length = Files.size(file);
        try (var changing = new RandomAccessFile(file.toFile(), "rw")) {
            changing.seek(length / 2);
            int was = changing.read();
            changing.seek(length / 2);
            changing.write(was ^ 0x40);
        }
        try (Backlog backlog = backlog()) {
            List<Integer> read = drain(backlog);
            assertThat(read).hasSize(4).isSorted();
            assertThat(backlog.dropped()).isEqualTo(1);
        }
    }

    @Test
    void dropsTheOldestWhereItIsFullAndCountsThem() throws IOException {
        var large = new double[1_000];
        var names = SeriesList.of(IntStream.range(0, 1_000)
                .mapToObj(i -> "system.cpu.logical.utilization{cpu.logical_number=" + i + "}")
                .toList());
        try (Backlog backlog = backlog(2 << 20, "h1")) {
            for (int i = 0; i < 500; i++) {
                large[0] = i;
                backlog.append(
                        List.of(new Stored(new Sample(1, START + i * 1_000L, names, large.clone()), Stored.STAMPED)),
                        OptionalLong.of(START));
            }
            long onDisk = 0;
            for (Path file : files()) {
                onDisk += Files.size(file);
            }
            assertThat(onDisk).isLessThanOrEqualTo(2 << 20);
            List<Integer> left = drain(backlog);
            assertThat(left).isEqualTo(seconds(500 - left.size(), left.size()));
            assertThat(backlog.dropped()).isEqualTo(500 - left.size()).isPositive();
        }
    }

    @Test
    void whatIsTooOldIsNotSentAndCounted() throws IOException {
        try (Backlog backlog = backlog()) {
            append(backlog, 0, 300);
            append(backlog, 300, 10);
            long later = START + 299_500 + DAY.toMillis();
            assertThat(backlog.read(60, 1 << 20, later)).hasSize(10);
            assertThat(backlog.dropped()).isEqualTo(300);
        }
    }

    @Test
    void anotherHostsSamplesAreNotSent() throws IOException {
        try (Backlog original = backlog(64 << 20, "h1")) {
            append(original, 0, 3);
        }
        // The copied disk was enrolled anew.
        try (Backlog copy = backlog(64 << 20, "h2")) {
            append(copy, 3, 2);
            assertThat(drain(copy)).containsExactly(3, 4);
            assertThat(copy.dropped()).isEqualTo(3);
        }
    }

    @Test
    void twoAgentsDoNotShareAFolder() throws IOException {
        try (Backlog first = backlog()) {
            append(first, 0, 1);
            var second = new Backlog(directory(), 64 << 20, DAY);
            assertThatIOException().isThrownBy(() -> second.open("h1")).withMessageContaining("another agent");
            assertThatIOException().isThrownBy(() -> append(second, 1, 1));
            assertThat(drain(first)).containsExactly(0);
        }
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "permissions of POSIX")
    void nobodyElseCanReadIt() throws IOException {
        try (Backlog backlog = backlog()) {
            append(backlog, 0, 1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                    .isEqualTo("rw-------");
        }
    }
}
