package dev.statusmonitor.embedded.redis;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Redis server's version.
 *
 * @param text as it is shown
 * @param major what decides whether we can use it
 */
record RedisVersion(String text, int major) {
    /** RESP3 and client-side caching came with this one. */
    private static final int OLDEST = 6;

    private static final Pattern ANSWER = Pattern.compile("\\bv=((\\d{1,6})\\.\\d+(?:\\.\\d+)*)");

    /** Reads what {@code redis-server --version} (or Valkey's) prints; empty when it is something else. */
    static Optional<RedisVersion> parse(String answer) {
        var matcher = ANSWER.matcher(answer);
        return matcher.find()
                ? Optional.of(new RedisVersion(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    boolean isUsable() {
        return major >= OLDEST;
    }
}
