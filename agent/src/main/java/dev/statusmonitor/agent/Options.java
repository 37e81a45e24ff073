package dev.statusmonitor.agent;

import dev.statusmonitor.agent.collect.Extras;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the agent is told at its start: on the command line, before that in the environment, before that in a file.
 *
 * @param platform the platform's address
 * @param identity the folder for the host's key
 * @param code an enrolment code, where there is one; a secret
 * @param name what to call the host; null is what it calls itself
 * @param caFile the certificates that the platform's may be vouched for by, in PEM; null is those that Java trusts
 * @param buffer how much may wait on disk
 * @param extras what is collected beyond the basics
 */
record Options(
        URI platform,
        Path identity,
        @Nullable String code,
        @Nullable String name,
        @Nullable Path caFile,
        Buffer buffer,
        Set<Extras> extras) {
    /** How much may wait on disk while the platform cannot be reached: bytes, and age. */
    record Buffer(long bytes, Duration age) {
        /** Less than the day that the platform takes. */
        static final Buffer DEFAULT = new Buffer(256L << 20, Duration.ofHours(23));
    }

    /** Buffer and extras as they are unless told. */
    Options(URI platform, Path identity, @Nullable String code, @Nullable String name, @Nullable Path caFile) {
        this(platform, identity, code, name, caFile, Buffer.DEFAULT, Extras.parse("default"));
    }

    static final String USAGE = """
            java -jar agent-all.jar --platform URL --identity DIR [--code CODE] [--name NAME] [--ca-file FILE]
            java -jar agent-all.jar --config FILE

              --platform URL  the platform's address, such as https://monitor.example.org   STATUSMONITOR_PLATFORM
              --identity DIR  where this host's key is kept, for its owner alone            STATUSMONITOR_IDENTITY
              --code CODE     enrols the host, once; better given as a variable,
                              since everybody on the host can read command lines            STATUSMONITOR_CODE
              --name NAME     what to call the host, by default its own name                STATUSMONITOR_NAME
              --ca-file FILE  whose certificates the platform's is checked by, in PEM,
                              instead of those that Java trusts; it is always checked      STATUSMONITOR_CA_FILE
              --buffer-size MB  how much may wait on disk while the platform is away,
                              256 unless told                                               STATUSMONITOR_BUFFER_SIZE
              --buffer-age HOURS  how old it may become, 23 unless told                     STATUSMONITOR_BUFFER_AGE
              --collect LIST  what to collect beyond the basics: default, all, none, or some
                              of batteries, connections, containers, gpus, inodes,
                              units, with commas between                                   STATUSMONITOR_COLLECT
              --config FILE   the same settings as lines, such as platform=https://…;
                              what the environment and the command line say counts more    STATUSMONITOR_CONFIG
              --java-options  print the options of Java that keep the agent small
              --version

            Exit status: 0 asked to stop, 1 cannot run, 2 no identity and no good code, 64 wrong usage.""";

    private static final List<String> NAMES =
            List.of("platform", "identity", "code", "name", "ca-file", "buffer-size", "buffer-age", "collect");
    private static final String CONFIG = "config";

    /**
     * Reads them.
     *
     * @param settings reads the lines of a settings file; it may throw as this does
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Options parse(
            List<String> arguments, Map<String, String> environment, Function<Path, Map<String, String>> settings) {
        Map<String, String> said = fromCommandLine(arguments);
        var values = new LinkedHashMap<String, String>();
        String config = said.getOrDefault(CONFIG, variableOf(environment, CONFIG));
        if (!config.isEmpty()) {
            Path file = path(config, CONFIG);
            settings.apply(file).forEach((name, value) -> {
                if (!NAMES.contains(name)) {
                    throw new IllegalArgumentException("In " + file + ": there is no setting " + name + ". There are: "
                            + String.join(", ", NAMES) + ".");
                }
                if (!value.isBlank()) {
                    values.put(name, value.strip());
                }
            });
        }
        for (String name : NAMES) {
            String value = variableOf(environment, name);
            if (!value.isEmpty()) {
                values.put(name, value);
            }
        }
        values.putAll(said);
        return new Options(
                platform(required(values, "platform")),
                path(required(values, "identity"), "identity"),
                values.get("code"),
                values.get("name"),
                values.containsKey("ca-file") ? path(required(values, "ca-file"), "ca-file") : null,
                new Buffer(
                        number(values.getOrDefault("buffer-size", "256"), "buffer-size", 1_000_000) << 20,
                        Duration.ofHours(number(values.getOrDefault("buffer-age", "23"), "buffer-age", 23))),
                Extras.parse(values.getOrDefault("collect", "default")));
    }

    private static String variableOf(Map<String, String> environment, String name) {
        return environment.getOrDefault(variable(name), "").strip();
    }

    private static Map<String, String> fromCommandLine(List<String> arguments) {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            String name = flag.startsWith("--") ? flag.substring(2) : "";
            if (!NAMES.contains(name) && !name.equals(CONFIG)) {
                throw new IllegalArgumentException("There is no option " + flag + ".");
            }
            if (equals < 0 && ++i == arguments.size()) {
                throw new IllegalArgumentException("A value is missing after " + flag + ".");
            }
            String value = (equals < 0 ? arguments.get(i) : argument.substring(equals + 1)).strip();
            if (value.isEmpty()) {
                throw new IllegalArgumentException("The value of " + flag + " is empty.");
            }
            values.put(name, value);
        }
        return values;
    }

    private static long number(String text, String name, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "--" + name + " is a whole number from 1 to " + most + ", not " + text + ".");
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " (or " + variable(name) + ") is missing.");
        }
        return value;
    }

    private static URI platform(String text) {
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "The platform's address is written like https://monitor.example.org, not " + text + ".");
    }

    private static String variable(String name) {
        return "STATUSMONITOR_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Path path(String text, String option) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("--" + option + " cannot be named " + text + ".", e);
        }
    }

    @Override
    public String toString() {
        return "Options[platform=" + platform + ", identity=" + identity + ", code=" + (code == null ? "none" : "given")
                + ", name=" + name + "]";
    }
}
