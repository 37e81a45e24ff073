package dev.statusmonitor.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "16345231360, 16345231360",
        "0.25, 0.25",
        "0.123456789, 0.123457",
        "-0.123456789, -0.123457",
        "86400.5, 86400.5",
        "1234567.891, 1234570",
        "-1234567.891, -1234570",
        "0.000123456789, 0.000123457",
        "0.05, 0.05",
        "10.05, 10.05",
        "999999.9999, 1000000",
        "0.9999999, 1",
        "1.00000001, 1",
        "1e-10, 0.0000000001",
        "1e-13, 1.0E-13",
        "1.23456789e-20, 1.23457E-20",
        "1.23456789e20, 1.23457E20",
        "4611686018427387904, 4.61169E18",
        "NaN, null",
        "Infinity, null",
    })
    void isShort(double value, String text) {
        assertThat(JsonText.number(new StringBuilder(), value, 6)).hasToString(text);
    }

    @Test
    void keepsSixDigitsOfEveryNumber() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(40) - 20);
            String text = JsonText.number(new StringBuilder(), value, 6).toString();
            assertThat(Double.parseDouble(text)).as(text).isCloseTo(value, within(Math.abs(value) * 5.0001e-6));
        }
    }

    @Test
    void escapesStrings() {
        assertThat(JsonText.string(new StringBuilder(), "a\"b\\c\n\u0001ä")).hasToString("\"a\\\"b\\\\c\\n\\u0001ä\"");
    }
}
