package dev.statusmonitor.auth.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTest {
    @Test
    void anEmailAddressHasOneForm() {
        assertThat(Text.email("  Ada@Example.ORG ")).isEqualTo("ada@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "ada@", "@example.org", "a b@example.org", "a@b@c", "a@b,c@d", "<a@b>", "a\n@b"})
    void refusesWhatIsNoEmailAddress(String text) {
        assertThatThrownBy(() -> Text.email(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("email");
    }

    @Test
    void aPasswordHasTenToTwoHundredCharacters() {
        assertThatCode(() -> Text.newPassword("0123456789")).doesNotThrowAnyException();
        assertThatCode(() -> Text.newPassword("😀".repeat(200))).doesNotThrowAnyException();
        for (String wrong : List.of("012345678", "😀".repeat(9), "x".repeat(201), "x".repeat(10_000))) {
            assertThatThrownBy(() -> Text.newPassword(wrong)).isInstanceOf(InvalidInputException.class);
        }
        assertThatThrownBy(() -> Text.newPassword(null)).hasMessage("password is missing.");
    }

    @Test
    void aPasswordIsTheSameOnEveryKeyboard() {
        assertThat(Text.password("Zoe\u0308 ist da")).isEqualTo(Text.password("Zo\u00eb ist da"));
    }

    @Test
    void aNameIsTrimmedAndHidesNothing() {
        assertThat(Text.name("name", " web 1 ")).isEqualTo("web 1");
        for (String wrong : List.of("", "  ", "x".repeat(101), "a\u0000b", "a\nb", "a\u202eb", "a\u2028b")) {
            assertThatThrownBy(() -> Text.name("name", wrong)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void tagsAreSortedAndEachThereOnce() {
        assertThat(Text.tags(List.of("web", " eu ", "web"))).containsExactly("eu", "web");
        assertThatThrownBy(() -> Text.tags(List.of(""))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Text.tags(
                        IntStream.range(0, 21).mapToObj(Integer::toString).toList()))
                .hasMessageContaining("20");
    }

    @Test
    void aResourceIsFewAttributesOfText() {
        assertThat(Text.resource(null)).isEmpty();
        assertThat(Text.resource(Map.of("os.type", "linux"))).containsEntry("os.type", "linux");
        assertThat(Text.resource(Map.of("cpu", "A\u0000B\n"))).containsEntry("cpu", "A B");
        assertThatThrownBy(() -> Text.resource(Map.of("os.type", 1))).hasMessageContaining("os.type");
        assertThatThrownBy(() -> Text.resource(Map.of("os type", "x"))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Text.resource(Map.of("os.type", "x".repeat(501))))
                .isInstanceOf(InvalidInputException.class);
        var many = new HashMap<String, String>();
        IntStream.range(0, 51).forEach(number -> many.put("a" + number, "x"));
        assertThatThrownBy(() -> Text.resource(many)).hasMessageContaining("50");
    }
}
