package dev.statusmonitor.standalone;

import dev.statusmonitor.standalone.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command: {@code up} runs the whole platform in the foreground until it is told to stop. */
@Command(name = "statusmonitor", description = "Self-hosted monitoring of many machines, second by second.")
public final class StatusMonitor {
    private static final int BAD_USAGE = 2;

    private final Console console;

    private StatusMonitor(Console console) {
        this.console = console;
    }

    /** Ends the process when the platform has ended: 0 when it was told to, else 1; 2 for what is no command. */
    public static void main(String[] arguments) {
        var console = new Console(System.out, System.err);
        var commands = new CommandLine(new StatusMonitor(console));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler((failure, given) -> {
            console.fail(failure.getMessage() + ". See: statusmonitor help");
            return BAD_USAGE;
        });
        System.exit(commands.execute(arguments));
    }

    @Command(name = "up", description = "Runs the whole platform in the foreground; Ctrl-C stops it cleanly.")
    int up(@Mixin UpOptions options) {
        return new Run(options, console).untilStopped();
    }
}
