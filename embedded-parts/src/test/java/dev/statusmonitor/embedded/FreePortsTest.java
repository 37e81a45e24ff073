package dev.statusmonitor.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void picksNoPortTwice() {
        // Among 12,000 by chance alone, two of so many would be the same as good as always.
        List<Integer> picked =
                IntStream.range(0, 1_000).map(i -> FreePorts.pick()).boxed().toList();

        assertThat(picked).doesNotHaveDuplicates();
    }
}
