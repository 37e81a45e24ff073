package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesKeyTest {
    @Test
    void isWrittenWithItsAttributesInOrder() {
        var key = SeriesKey.parse("system.network.io.rate{network.io.direction=receive,network.interface.name=eth0}");

        assertThat(key.metric()).isEqualTo("system.network.io.rate");
        assertThat(key.attributes())
                .containsOnly(
                        Map.entry("network.interface.name", "eth0"), Map.entry("network.io.direction", "receive"));
        assertThat(key).hasToString("system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}");
        assertThat(SeriesKey.of("system.uptime")).hasToString("system.uptime");
    }

    @Test
    void escapesWhatHasAMeaning() {
        var key = SeriesKey.of("system.filesystem.usage", Map.of("system.filesystem.mountpoint", "C:\\a,b={c}"));

        assertThat(key).hasToString("system.filesystem.usage{system.filesystem.mountpoint=C:\\\\a\\,b\\=\\{c\\}}");
        assertThat(SeriesKey.parse(key.toString())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Upper",
                "1st",
                ".a",
                "a b",
                "a{",
                "a}",
                "a{}",
                "{b=c}",
                "a{b}",
                "a{b=}",
                "a{=c}",
                "a{B=c}",
                "a{b=c",
                "a{b=c}d",
                "a{b=c}}",
                "a{b={}",
                "a{b=c=d}",
                "a{b=c,b=d}",
                "a{b=c,,d=e}",
                "a{b=c,}",
                "a{,b=c}",
                "a{b=c\\}",
                "a{b=\n}",
                "a{b=\u0000}",
                "a{b=\u0085}",
                "a{b=\ud800}",
                "a{b=\udc00\ud800}"
            })
    void refusesWhatIsNoName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SeriesKey.parse(text));
    }

    @Test
    void hasABound() {
        String longest = "a".repeat(SeriesKey.MAX_LENGTH);

        assertThat(SeriesKey.parse(longest)).hasToString(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> SeriesKey.parse(longest + "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> SeriesKey.of(longest + "a"));
        // Each comma is escaped, so the text is longer than the value.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SeriesKey.of("a", Map.of("b", ",".repeat(SeriesKey.MAX_LENGTH / 2))));
    }

    @Property
    void readsWhatItWrites(@ForAll("keys") SeriesKey key) {
        assertThat(SeriesKey.parse(key.toString())).isEqualTo(key);
    }

    @Property
    void eitherRefusesATextOrHasOneWayToWriteIt(@ForAll("texts") String text) {
        Throwable refusal = catchThrowable(() -> SeriesKey.parse(text));
        if (refusal == null) {
            String canonical = SeriesKey.parse(text).toString();
            assertThat(SeriesKey.parse(canonical)).isEqualTo(SeriesKey.parse(text));
            assertThat(SeriesKey.parse(canonical)).hasToString(canonical);
            assertThat(canonical).doesNotContain("\n");
        } else {
            assertThat(refusal).isInstanceOf(IllegalArgumentException.class).hasMessageMatching(".{10,}");
        }
    }

    @Provide
    Arbitrary<SeriesKey> keys() {
        Arbitrary<String> names = Combinators.combine(
                        Arbitraries.chars().range('a', 'z'),
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .numeric()
                                .withChars("_.")
                                .ofMaxLength(20))
                .as((first, rest) -> first + rest);
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.strings().withChars("\\,={}/ aäß€😀").ofMinLength(1).ofMaxLength(12),
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(20));
        return Combinators.combine(
                        names,
                        Arbitraries.maps(names, values.filter(SeriesKeyTest::wellFormed))
                                .ofMaxSize(3))
                .as(SeriesKey::of);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab.{}=,\\ \n1").ofMaxLength(16),
                Arbitraries.strings().ofMaxLength(400));
    }

    /** Chars of the emoji come one by one, too. */
    private static boolean wellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
