package dev.statusmonitor.auth.cache;

import org.jspecify.annotations.Nullable;

/** Which run of Redis it is: a server that was started again has another. */
final class RedisRun {
    private static final String NAME = "run_id:";

    private RedisRun() {}

    /**
     * The run id in what the command {@code INFO server} answers.
     *
     * @throws IllegalArgumentException where it names none
     */
    static String id(@Nullable String info) {
        if (info != null) {
            for (String line : info.lines().toList()) {
                if (line.startsWith(NAME) && line.length() > NAME.length()) {
                    return line.substring(NAME.length()).strip();
                }
            }
        }
        throw new IllegalArgumentException("Redis does not say which run of it this is (INFO server, run_id)");
    }
}
