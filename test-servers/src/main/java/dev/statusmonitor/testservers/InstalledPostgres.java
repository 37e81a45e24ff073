package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.process.ServerProcess;
import java.nio.file.Path;
import java.util.Optional;

/** PostgreSQL as the system's packages installed it, without the syncs that only a power cut would miss. */
final class InstalledPostgres implements PostgresServer {
    private final dev.statusmonitor.embedded.postgres.InstalledPostgres.Settings settings;
    private final ServerProcess process;

    private InstalledPostgres(
            dev.statusmonitor.embedded.postgres.InstalledPostgres.Settings settings, ServerProcess process) {
        this.settings = settings;
        this.process = process;
    }

    /** The folder of its programs, the newest version where there are several. */
    static Optional<Path> find() {
        return dev.statusmonitor.embedded.postgres.InstalledPostgres.find();
    }

    static PostgresServer start(Path programs) {
        Path folder = TestFolder.of("postgres");
        var settings = new dev.statusmonitor.embedded.postgres.InstalledPostgres.Settings(
                programs, folder, folder.resolve("postgres.pid"), Credentials.random("tests"), FreePorts.pick(), false);
        return new InstalledPostgres(settings, dev.statusmonitor.embedded.postgres.InstalledPostgres.start(settings));
    }

    @Override
    public String description() {
        return "installed server of " + settings.programs() + ", port " + settings.port();
    }

    @Override
    public Credentials credentials() {
        return settings.credentials();
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return settings.port();
    }

    /** What it holds is thrown away, so it need not end in good order. */
    @Override
    public void close() {
        process.kill();
    }
}
