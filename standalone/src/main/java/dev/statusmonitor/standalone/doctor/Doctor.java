package dev.statusmonitor.standalone.doctor;

import dev.statusmonitor.standalone.console.Console;
import dev.statusmonitor.standalone.management.ManagementFile;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code doctor}: exit code 0 only when all is well. */
@Command(name = "doctor", description = "Says whether each part of a running platform is well.")
public final class Doctor implements Callable<Integer> {
    private static final int NOT_WELL = 1;
    private static final int BAD_USAGE = 2;

    private final Console console;

    @Option(names = "--url", paramLabel = "URL", description = "which platform (http://127.0.0.1:8080)")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--json", description = "for machines")
    private boolean json;

    private Doctor(Console console) {
        this.console = console;
    }

    /** Ends the process: 0 when all is well, 1 when something is not, 2 for wrong usage. */
    public static void main(String[] arguments) {
        // No log: what there is to say is said.
        System.setProperty("logback.configurationFile", "logback-doctor.xml");
        var console = new Console(System.out, System.err);
        var command = new CommandLine(new Doctor(console));
        command.setParameterExceptionHandler((failure, given) -> {
            console.fail(failure.getMessage() + ". See: statusmonitor help");
            return BAD_USAGE;
        });
        // Not by System.exit: the HTTP client's threads are daemons, and none is waited for.
        Runtime.getRuntime().halt(command.execute(arguments));
    }

    @Override
    public Integer call() {
        URI platform = withoutSlash(url);
        if (platform.getHost() == null) {
            console.fail("--url %s is no web address; it looks like http://127.0.0.1:8080.".formatted(url));
            return BAD_USAGE;
        }
        @Nullable ManagementFile management;
        try {
            management = ManagementFile.find(platform, System.getenv()).orElse(null);
        } catch (IOException e) {
            console.warn("the management file cannot be read (%s)".formatted(e.getMessage()));
            management = null;
        }
        Facts facts = new PlatformClient().ask(platform, management);
        List<Check> checks = Diagnosis.of(facts);
        boolean well = checks.stream().allMatch(Check::ok);
        console.say(json ? Findings.json(platform, checks, facts.report()) : Findings.table(checks));
        return well ? 0 : NOT_WELL;
    }

    private static URI withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }
}
