package dev.statusmonitor.standalone.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptProcessIT {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Child> started = new CopyOnWriteArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();

    private record Child(Process process) implements AutoCloseable {
        CompletableFuture<Integer> onEnd() {
            return process.onExit().thenApply(Process::exitValue);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @AfterEach
    void end() {
        started.forEach(Child::close);
    }

    @Test
    void whatEndsByItselfIsStartedAgain() {
        try (var kept = keep(Duration.ofMillis(50))) {
            Child first = kept.current();
            kept.onChange(changes::incrementAndGet);

            first.process().destroyForcibly();

            await().until(() -> started.size() == 2 && changes.get() == 1);
            assertThat(kept.current().process().isAlive()).isTrue();
            assertThat(told).hasSize(2);
            assertThat(told.getFirst()).startsWith("The child has ended (exit code 137)");
        }
    }

    @Test
    void whatIsClosedStaysClosed() {
        var kept = keep(Duration.ofMillis(1));
        Child child = kept.current();

        kept.close();

        await().until(() -> !child.process().isAlive());
        assertThat(started).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void closingEndsThePauseToo() {
        var kept = keep(Duration.ofMinutes(5));
        kept.current().process().destroyForcibly();
        await().until(() -> told.size() == 1);

        kept.close();

        assertThat(started).hasSize(1);
    }

    @Test
    void whatEndsForGoodIsGivenUp() {
        try (var kept = KeptProcess.start(
                "The child", () -> start("sh", "-c", "exit 2"), Child::onEnd, code -> code != 2, told::add)) {
            await().until(kept::isGivenUp);
            assertThat(told).singleElement().asString().contains("exit code 2", "not started again");
        }
    }

    private KeptProcess<Child> keep(Duration pause) {
        return KeptProcess.start("The child", () -> start("sleep", "60"), Child::onEnd, code -> true, told::add, pause);
    }

    private Child start(String... command) {
        try {
            var child = new Child(new ProcessBuilder(command).start());
            started.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
