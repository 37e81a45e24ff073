package dev.statusmonitor.testservers;

import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The PostgreSQL that all integration tests of a JVM share: in Docker where the image is there already, else the
 * server that the system's packages installed, else in Docker with the image fetched. One line on standard output says
 * which.
 */
public final class TestPostgres {
    private final PostgresServer server;

    private TestPostgres(PostgresServer server) {
        this.server = server;
    }

    private static final class Holder {
        static final TestPostgres INSTANCE = start();
    }

    /** The server; started on the first call. */
    public static TestPostgres get() {
        return Holder.INSTANCE;
    }

    private static TestPostgres start() {
        PostgresServer server = DockerPostgres.imageIsHere()
                ? DockerPostgres.start()
                : InstalledPostgres.find().map(InstalledPostgres::start).orElseGet(DockerPostgres::start);
        AtEnd.close(server);
        System.out.println("TestPostgres: " + server.description());
        return new TestPostgres(server);
    }

    /** Makes an empty database of this prefix and a random end, and returns its JDBC URL (without user and password). */
    public String createDatabase(String prefix) {
        String name = Unique.name(prefix);
        try (var connection = DriverManager.getConnection(server.jdbcUrl("postgres"), user(), password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + name + "\"");
            return server.jdbcUrl(name);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " was not made", e);
        }
    }

    /** Who may do all. */
    public String user() {
        return server.credentials().user();
    }

    /** That user's password. */
    public String password() {
        return server.credentials().password();
    }
}
