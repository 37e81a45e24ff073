package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.Credentials;
import java.io.IOException;

/** A running PostgreSQL. */
interface PostgresServer extends AutoCloseable {
    String description();

    Credentials credentials();

    int port();

    String host();

    @Override
    void close() throws IOException;

    default String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }
}
