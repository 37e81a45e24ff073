package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesListTest {
    @Test
    void knowsWhereANameIs() {
        var list = SeriesList.of(List.of("system.uptime", "system.process.count"));
        assertThat(list.indexOf("system.process.count")).isEqualTo(1);
        assertThat(list.indexOf("system.uptime")).isZero();
        assertThat(list.indexOf("system.memory.limit")).isEqualTo(-1);
    }

    @Test
    void takesANameOnlyOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SeriesList.of(List.of("system.uptime", "system.uptime")))
                .withMessageContaining("twice");
    }

    @Test
    void isEqualByItsNamesInTheirOrder() {
        assertThat(SeriesList.of(List.of("a", "b")))
                .isEqualTo(SeriesList.of(List.of("a", "b")))
                .isNotEqualTo(SeriesList.of(List.of("b", "a")));
    }

    @Test
    void comesBackFromItsPackedForm() {
        for (var names : List.of(
                List.<String>of(),
                List.of("system.uptime"),
                List.of("system.uptime", "hw.temperature{hw.id=é\uD83D\uDE00}"),
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "system.disk.io.rate{system.device=d" + i + "}")
                        .toList())) {
            var list = SeriesList.of(names);
            SeriesList back = SeriesList.ofPacked(list.packed());
            assertThat(back).isEqualTo(list).hasSameHashCodeAs(list);
            assertThat(back.names()).isEqualTo(names);
            assertThat(back.blockLength()).isEqualTo(list.blockLength());
            assertThat(back.packed()).isEqualTo(list.packed());
        }
    }

    @Test
    void refusesWhatIsNotPacked() {
        byte[] good =
                SeriesList.of(List.of("system.uptime", "system.process.count")).packed();
        for (byte[] bad : List.of(new byte[0], new byte[] {1, 2, 3}, Arrays.copyOf(good, good.length - 3))) {
            assertThatIllegalArgumentException().isThrownBy(() -> SeriesList.ofPacked(bad));
        }
        byte[] bomb = SeriesList.of(List.of("x".repeat(4 << 20))).packed();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SeriesList.ofPacked(bomb))
                .withMessageContaining("too long");
    }

    @Test
    void isSharedByItsNames() {
        var lists = new SeriesLists();
        SeriesList first = lists.share(SeriesList.of(List.of("a", "b")));
        assertThat(lists.share(SeriesList.of(List.of("a", "b")))).isSameAs(first);
        byte[] around = new byte[first.packed().length + 5];
        System.arraycopy(first.packed(), 0, around, 3, first.packed().length);
        assertThat(lists.read(around, 3, first.packed().length)).isSameAs(first);
    }

    @Test
    void theLeastUsedGoesFirst() {
        var lists = new SeriesLists(5);
        SeriesList first = lists.share(SeriesList.of(List.of("aa")));
        SeriesList second = lists.share(SeriesList.of(List.of("bb")));
        assertThat(lists.share(SeriesList.of(List.of("aa")))).isSameAs(first);
        lists.share(SeriesList.of(List.of("cc")));
        assertThat(lists.share(SeriesList.of(List.of("aa")))).isSameAs(first);
        assertThat(lists.share(SeriesList.of(List.of("bb")))).isNotSameAs(second);
    }
}
