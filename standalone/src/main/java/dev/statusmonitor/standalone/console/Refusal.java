package dev.statusmonitor.standalone.console;

import org.jspecify.annotations.Nullable;

/** The platform does not start, or does not go on. The message is a sentence that says why and what to do. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Refusal(String sentence) {
        this(sentence, null);
    }

    public Refusal(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
