package dev.statusmonitor.standalone.admin;

import dev.statusmonitor.standalone.console.Console;
import dev.statusmonitor.standalone.management.ManagementFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * The command {@code admin}: what whoever runs the platform may do. Who asks the running platform proves it by the
 * management file; who copies its history by having its settings.
 */
@Command(name = "admin", description = "What only whoever runs the platform may do, on its own machine.")
public final class Admin {
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final Console console;

    private Admin(Console console) {
        this.console = console;
    }

    /** Ends the process: 0 when it is done, 1 when it could not be, 2 for wrong usage. */
    public static void main(String[] arguments) {
        // No log: what there is to say is said.
        System.setProperty("logback.configurationFile", "logback-doctor.xml");
        var console = new Console(System.out, System.err);
        var commands = new CommandLine(new Admin(console));
        commands.setParameterExceptionHandler((failure, given) -> {
            console.fail(failure.getMessage() + ". See: statusmonitor help");
            return BAD_USAGE;
        });
        if (arguments.length == 0) {
            console.fail("admin what? reset-link EMAIL, rotate-keys or copy-history. See: statusmonitor help");
            Runtime.getRuntime().halt(BAD_USAGE);
        }
        // Not by System.exit: the HTTP client's threads are daemons, and none is waited for.
        Runtime.getRuntime().halt(commands.execute(arguments));
    }

    @Command(name = "reset-link", description = "Prints a link that sets a new password for an account.")
    int resetLink(
            @Parameters(paramLabel = "EMAIL", description = "the account's e-mail address") String email,
            @Option(names = "--url", paramLabel = "URL", defaultValue = "http://127.0.0.1:8080") URI url)
            throws InterruptedException {
        Optional<JsonNode> link = ask(url, "/internal/v1/password-resets", Map.of("email", email));
        link.ifPresent(answer -> {
            String base = answer.path("public_url").asString(withoutSlash(url));
            console.say(base + "/reset#token=" + answer.path("token").asString(""));
            console.fail("It sets a new password for " + email + " once, until " + time(answer.path("expires"))
                    + ", and ends all of the account's sessions.");
        });
        return link.isPresent() ? 0 : FAILED;
    }

    @Command(name = "rotate-keys", description = "Makes a new signing key before its time.")
    int rotateKeys(@Option(names = "--url", paramLabel = "URL", defaultValue = "http://127.0.0.1:8080") URI url)
            throws InterruptedException {
        Optional<JsonNode> key = ask(url, "/internal/v1/keys/rotate", Map.of());
        key.ifPresent(answer -> console.say("Key " + answer.path("kid").asString("") + " signs from "
                + time(answer.path("signs_from")) + " on; what the one before signed stays good until it expires."));
        return key.isPresent() ? 0 : FAILED;
    }

    @Command(
            name = "copy-history",
            description = "Copies the history from one store to another, while the platform runs on the other.")
    int copyHistory(
            @Option(names = "--from", paramLabel = "STORE", required = true) String from,
            @Option(names = "--to", paramLabel = "STORE", required = true) String to,
            @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "the data folder")
                    Path data) {
        return new HistoryCopying(console, data.toAbsolutePath().normalize(), System.getenv()).copy(from, to)
                ? 0
                : FAILED;
    }

    /** The answer; empty where there is none, which has been said then. */
    private Optional<JsonNode> ask(URI url, String path, Map<String, String> body) throws InterruptedException {
        if (url.getHost() == null) {
            console.fail("--url %s is no web address; it looks like http://127.0.0.1:8080.".formatted(url));
            return Optional.empty();
        }
        try {
            Optional<ManagementFile> management = ManagementFile.find(url, System.getenv())
                    .filter(file -> file.platform().isAlive());
            if (management.isEmpty()) {
                console.fail("No platform of yours runs at " + url
                        + " on this machine; run this there, as the user that runs it, while it runs.");
                return Optional.empty();
            }
            return Optional.of(new OwnerCalls(management.get()).post(path, body));
        } catch (OwnerCalls.RefusedException e) {
            console.fail(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            console.fail("The platform at " + url + " cannot be asked: " + e.getMessage() + ".");
        }
        return Optional.empty();
    }

    private static String time(JsonNode millis) {
        return TIME.format(Instant.ofEpochMilli(millis.asLong(0)).atZone(ZoneId.systemDefault()));
    }

    private static String withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
