package dev.statusmonitor.embedded.redis;

import java.nio.file.Path;

/** The text of Redis' configuration file: a cache on loopback, nothing on disk, bounded. */
final class RedisConfig {
    private RedisConfig() {}

    /**
     * Of keys that expire the least used go first when memory is full. Keys that never expire (what must be remembered
     * for the platform to be safe: revocations) are never dropped; a write is refused instead. It looks after itself
     * four times a second rather than ten, as each time wakes an idle machine.
     */
    static String text(Path folder, int port, String password, long maxMemoryBytes) {
        return """
                bind 127.0.0.1
                protected-mode yes
                port %d
                requirepass %s
                dir %s
                daemonize no
                save ""
                appendonly no
                maxmemory %d
                maxmemory-policy volatile-lru
                maxclients 1000
                tcp-keepalive 60
                timeout 0
                loglevel notice
                hz 4
                logfile ""
                """.formatted(port, password, quoted(folder), maxMemoryBytes);
    }

    /** Redis' own way to write a string with blanks. */
    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
