package dev.statusmonitor.auth.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CommandsTest {
    private static final String BASE = "https://sm.example.org";
    private static final Commands COMMANDS = Commands.of(BASE, "abcde-fghjk-mnpqr-stvwx");

    @Test
    void eachDownloadsTheInstallerAndRunsIt() {
        for (String command : new String[] {COMMANDS.linux(), COMMANDS.macos()}) {
            assertThat(command)
                    .containsSubsequence(
                            "'https://sm.example.org/agent/install.sh'",
                            "STATUSMONITOR_CODE='abcde-fghjk-mnpqr-stvwx'",
                            "--platform 'https://sm.example.org'");
        }
        assertThat(COMMANDS.windows())
                .containsSubsequence(
                        "'https://sm.example.org/agent/install.ps1'",
                        "$env:STATUSMONITOR_CODE = 'abcde-fghjk-mnpqr-stvwx'",
                        "-Platform 'https://sm.example.org'");
        for (String command : new String[] {COMMANDS.linux(), COMMANDS.macos(), COMMANDS.windows()}) {
            assertThat(command).doesNotContain("\n");
            // Everybody on the machine can read command lines.
            assertThat(command).doesNotContain("--code");
        }
        assertThat(COMMANDS.toString()).doesNotContain("abcde");
    }

    @Test
    void anAddressCannotBeMoreThanAnAddress() {
        var sly = Commands.of("https://x'; rm -rf ~ #", "code");

        assertThat(sly.linux()).contains("'https://x'\\''; rm -rf ~ #/agent/");
        assertThat(sly.windows()).contains("'https://x''; rm -rf ~ #/agent/");
    }
}
