package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.Credentials;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container. */
final class DockerPostgres implements PostgresServer {
    private static final String IMAGE = "postgres:17";

    private final PostgreSQLContainer container;
    private final Credentials credentials;

    private DockerPostgres(PostgreSQLContainer container, Credentials credentials) {
        this.container = container;
        this.credentials = credentials;
    }

    /** Asks Docker's command, which answers at once and quietly where there is no daemon; Testcontainers does neither. */
    static boolean imageIsHere() {
        try {
            Process process = new ProcessBuilder("docker", "image", "inspect", IMAGE)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static PostgresServer start() {
        Credentials credentials = Credentials.random("tests");
        @SuppressWarnings("resource") // closed with the JVM
        var container = new PostgreSQLContainer(DockerImageName.parse(IMAGE))
                .withUsername(credentials.user())
                .withPassword(credentials.password())
                .withDatabaseName("postgres");
        try {
            container.start();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The integration tests need PostgreSQL: install it (package postgresql) or start Docker.", e);
        }
        return new DockerPostgres(container, credentials);
    }

    @Override
    public String description() {
        return IMAGE + " in Docker, port " + port();
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public void close() {
        container.stop();
    }
}
