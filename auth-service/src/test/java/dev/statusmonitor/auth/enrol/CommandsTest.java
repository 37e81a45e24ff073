package dev.statusmonitor.auth.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CommandsTest {
    private static final String BASE = "https://sm.example.org";
    private static final Commands COMMANDS = Commands.of(BASE, "abcde-fghjk-mnpqr-stvwx");

    @Test
    void eachDownloadsChecksAndRuns() {
        for (String command : new String[] {COMMANDS.linux(), COMMANDS.macos(), COMMANDS.windows()}) {
            assertThat(command)
                    .containsSubsequence(
                            "'https://sm.example.org/agent/statusmonitor-agent.jar'",
                            "'https://sm.example.org/agent/statusmonitor-agent.jar.sha256'",
                            "STATUSMONITOR_CODE",
                            "'abcde-fghjk-mnpqr-stvwx'",
                            "-jar",
                            "--platform 'https://sm.example.org'",
                            "--identity");
            assertThat(command).doesNotContain("\n");
            // Everybody on the machine can read command lines.
            assertThat(command).doesNotContain("--code");
        }
        assertThat(COMMANDS.linux()).contains("sha256sum");
        assertThat(COMMANDS.macos()).contains("shasum -a 256");
        assertThat(COMMANDS.windows()).contains("Get-FileHash");
        assertThat(COMMANDS.toString()).doesNotContain("abcde");
    }

    @Test
    void anAddressCannotBeMoreThanAnAddress() {
        var sly = Commands.of("https://x'; rm -rf ~ #", "code");

        assertThat(sly.linux()).contains("'https://x'\\''; rm -rf ~ #/agent/");
        assertThat(sly.windows()).contains("'https://x''; rm -rf ~ #/agent/");
    }
}
