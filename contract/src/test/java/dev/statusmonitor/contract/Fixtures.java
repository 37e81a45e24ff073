package dev.statusmonitor.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The messages in {@code contract/fixtures}, which tests in Java and in TypeScript hold the code against. */
public final class Fixtures {
    private Fixtures() {}

    /**
     * The text of a fixture.
     *
     * @param name its file's name, such as {@code sample.json}
     */
    public static String text(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no contract/fixtures/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
