package dev.statusmonitor.testservers;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names that no other test uses. */
public final class Unique {
    private Unique() {}

    /** The prefix, a dash and eight random hexadecimal digits: fit for topics, groups, keys and databases. */
    public static String name(String prefix) {
        return prefix + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }
}
