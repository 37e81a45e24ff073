package dev.statusmonitor.ingestion.authenticate;

/** Which run of Redis it is: a server that was started again has another. */
final class RedisRun {
    private static final String NAME = "run_id:";

    private RedisRun() {}

    /** The run id in what the command {@code INFO server} answers; empty where it names none. */
    static String id(String info) {
        return info.lines()
                .filter(line -> line.startsWith(NAME))
                .map(line -> line.substring(NAME.length()).strip())
                .findFirst()
                .orElse("");
    }
}
