package dev.statusmonitor.standalone.admin;

import dev.statusmonitor.history.copy.CopiedHosts;
import dev.statusmonitor.history.copy.CopyTarget;
import dev.statusmonitor.history.copy.HistoryCopy;
import dev.statusmonitor.history.copy.NamedStore;
import dev.statusmonitor.history.copy.RunningTarget;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TookTooLongException;
import dev.statusmonitor.standalone.console.Console;
import dev.statusmonitor.standalone.management.ManagementFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Opens two stores, copies from one to the other, and tells the person. */
final class HistoryCopying {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Console console;
    private final Path data;
    private final Map<String, String> environment;

    /** @param data the platform's data folder, absolute */
    HistoryCopying(Console console, Path data, Map<String, String> environment) {
        this.console = console;
        this.data = data;
        this.environment = environment;
    }

    /** Whether it was done; if not, the person knows why. */
    boolean copy(String from, String to) {
        try {
            NamedStore source = NamedStore.of(from, data, environment);
            NamedStore target = NamedStore.of(to, data, environment);
            if (source.isSame(target)) {
                console.fail("--from and --to are the same store: " + source.description() + ".");
                return false;
            }
            if (!Files.isDirectory(data)) {
                console.fail("There is no data folder %s. Say where it is: --data DIR.".formatted(data));
                return false;
            }
            if (isSomebodyElses()) {
                return false;
            }
            copy(source, target);
            return true;
        } catch (StoreException e) {
            console.fail(String.valueOf(e.getMessage()));
        } catch (TookTooLongException e) {
            console.fail("One of the stores did not answer in time. Begun again, it goes on where it was.");
        } catch (IOException e) {
            console.fail("The data folder %s cannot be read: %s.".formatted(data, e.getMessage()));
        }
        return false;
    }

    /** Files that root leaves there the platform could not open. */
    private boolean isSomebodyElses() throws IOException {
        String owner = Files.getOwner(data).getName();
        String user = System.getProperty("user.name", "");
        if (user.equals("root") && !owner.equals("root")) {
            console.fail("The data folder %s is %s's: run it as that user (sudo -u %s ./statusmonitor admin …)."
                    .formatted(data, owner, owner));
            return true;
        }
        return false;
    }

    private void copy(NamedStore source, NamedStore target) {
        String stores = source.description() + " to " + target.description();
        Clock clock = Clock.systemUTC();
        var lines = new CopyLines(console, System::nanoTime);
        try (CopiedHosts done = CopiedHosts.open(NamedStore.progressFile(data), stores);
                var opened = source.openSource(clock);
                var into = open(target, clock)) {
            console.say("Copying the history from " + stores + ".");
            if (done.size() > 0) {
                console.say("Hosts that were copied before it was broken off: %d.".formatted(done.size()));
            }
            lines.end(new HistoryCopy(opened, into, done, lines, clock, PAUSE).run());
        }
    }

    /** An embedded store is its platform's while that runs, which then takes what is copied. */
    private CopyTarget open(NamedStore target, Clock clock) {
        Optional<CopyTarget> running = target.dataFolder()
                .flatMap(folder -> RunningTarget.find(
                        target.description(),
                        () -> ManagementFile.using(folder, environment).map(ManagementFile::access)));
        return running.orElseGet(() -> CopyTarget.of(target.openTarget(clock)));
    }
}
