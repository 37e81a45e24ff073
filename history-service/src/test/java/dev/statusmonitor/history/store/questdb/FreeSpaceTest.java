package dev.statusmonitor.history.store.questdb;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.history.store.StoreException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class FreeSpaceTest {
    @Test
    void refusesBelowTheFloorAndTakesUpAgainAboveIt() {
        var free = new AtomicLong(600_000_000);
        var space = new FreeSpace(Path.of("/data"), DataSize.ofBytes(500_000_000), free::get);

        assertThatCode(space::require).doesNotThrowAnyException();
        free.set(499_999_999);
        assertThatThrownBy(space::require)
                .isInstanceOf(StoreException.class)
                .hasMessage("The disk of /data has 499 MB left and 500 MB are kept free: no samples are stored until"
                        + " there is room. They wait in Kafka.");
        free.set(520_000_000);
        assertThatThrownBy(space::require).isInstanceOf(StoreException.class);
        free.set(550_000_000);
        assertThatCode(space::require).doesNotThrowAnyException();
        free.set(510_000_000);
        assertThatCode(space::require).doesNotThrowAnyException();
    }
}
