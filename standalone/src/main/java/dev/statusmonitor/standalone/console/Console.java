package dev.statusmonitor.standalone.console;

import java.io.PrintStream;

/** Tells the person at the terminal. News go to standard output; warnings and failures to standard error. */
public final class Console {
    private final PrintStream out;
    private final PrintStream err;

    public Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** One line of news. */
    public void say(String sentence) {
        out.println(sentence);
        out.flush();
    }

    /** One line that should be seen. */
    public void warn(String sentence) {
        err.println("Warning: " + sentence);
        err.flush();
    }

    /** Why it ends. */
    public void fail(String sentence) {
        err.println(sentence);
        err.flush();
    }
}
