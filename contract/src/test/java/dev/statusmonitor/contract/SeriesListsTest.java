package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesListsTest {
    @Test
    void sharesEqualLists() {
        var lists = new SeriesLists();
        SeriesList first = lists.share(SeriesList.of(List.of("a", "b")));

        assertThat(lists.share(SeriesList.of(List.of("a", "b")))).isSameAs(first);
        assertThat(lists.share(SeriesList.of(List.of("b", "a")))).isNotSameAs(first);
        assertThat(read(lists, "a\nb")).isSameAs(first);
    }

    @Test
    void readsAListInTheMiddleOfAnArray() {
        var lists = new SeriesLists();
        byte[] packed = pack("a\nb");
        var bytes = new byte[packed.length + 4];
        System.arraycopy(packed, 0, bytes, 2, packed.length);

        SeriesList list = lists.read(bytes, 2, packed.length);
        bytes[2] = 'z';

        assertThat(list.names()).containsExactly("a", "b");
        assertThat(read(lists, "a\nb")).isSameAs(list);
    }

    @Test
    void tellsListsApartThatDifferWhereTheHashDoesNotLook() {
        var lists = new SeriesLists();

        assertThat(read(lists, "aaaaaaaabbbbbbbb").names()).containsExactly("aaaaaaaabbbbbbbb");
        assertThat(read(lists, "axaaaaaabxbbbbbb").names()).containsExactly("axaaaaaabxbbbbbb");
    }

    @Test
    void forgetsTheListThatWasNotUsedForLongest() {
        var lists = new SeriesLists(30);
        SeriesList first = read(lists, "name.one..");
        SeriesList second = read(lists, "name.two..");
        read(lists, "name.three");
        assertThat(read(lists, "name.one..")).isSameAs(first);

        read(lists, "name.four.");

        assertThat(read(lists, "name.one..")).isSameAs(first);
        assertThat(read(lists, "name.two..")).isNotSameAs(second).isEqualTo(second);
    }

    @Test
    void keepsAListThatIsLargerThanTheBoundByItself() {
        var lists = new SeriesLists(4);
        SeriesList large = read(lists, "name.that.is.long");

        assertThat(read(lists, "name.that.is.long")).isSameAs(large);
    }

    @Test
    void isSafeForSeveralThreads() {
        var lists = new SeriesLists(500);
        List<CompletableFuture<Void>> threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        String name = "name." + ThreadLocalRandom.current().nextInt(100);
                        assertThat(read(lists, name).names()).containsExactly(name);
                    }
                }))
                .collect(java.util.stream.Collectors.toCollection(ArrayList::new));

        threads.forEach(CompletableFuture::join);
    }

    private static SeriesList read(SeriesLists lists, String text) {
        byte[] packed = pack(text);
        return lists.read(packed, 0, packed.length);
    }

    private static byte[] pack(String text) {
        return SeriesList.of(List.of(text.split("\n"))).packed();
    }
}
