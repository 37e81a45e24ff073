package dev.statusmonitor.ingestion.authenticate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictJsonTest {
    @Test
    void readsAGoodOne() {
        assertThat(
                        VerdictJson.read(
                                "{\"active\":true,\"host_id\":\"h1\",\"owner_id\":null,\"epoch\":3,\"expires\":1763912176000,\"later\":[{}]}"))
                .isEqualTo(new Verdict.Good("h1", 3, 1_763_912_176_000L));
    }

    @ParameterizedTest
    @CsvSource({"expired,EXPIRED", "revoked,REVOKED", "invalid,INVALID", "deleted,INVALID"})
    void readsABadOne(String word, Verdict.Reason reason) {
        assertThat(VerdictJson.read("{\"active\":false,\"reason\":\"" + word + "\"}"))
                .isEqualTo(new Verdict.Bad(reason));
    }

    @Test
    void whatIsNotSaidToBeActiveIsNot() {
        assertThat(VerdictJson.read("{}")).isEqualTo(new Verdict.Bad(Verdict.Reason.INVALID));
        assertThat(VerdictJson.read("{\"active\":\"true\",\"host_id\":\"h1\",\"epoch\":1,\"expires\":1}"))
                .isEqualTo(new Verdict.Bad(Verdict.Reason.INVALID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"active\":true",
                "{\"active\":true,\"epoch\":1,\"expires\":1}",
                "{\"active\":true,\"host_id\":\"\",\"epoch\":1,\"expires\":1}",
                "{\"active\":true,\"host_id\":\"h1\",\"epoch\":1.5,\"expires\":1}",
                "{\"active\":true,\"host_id\":\"h1\",\"epoch\":1}"
            })
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> VerdictJson.read(text));
    }

    @Property
    void neverFailsOtherwise(@ForAll String text) {
        try {
            VerdictJson.read(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("introspection");
        }
    }
}
