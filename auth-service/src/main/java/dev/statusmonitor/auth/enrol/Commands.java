package dev.statusmonitor.auth.enrol;

/**
 * What to copy to a machine that is to become a host: downloads the agent's jar from the platform, checks its SHA-256,
 * and runs it with the code. Everything lies in {@code ~/.statusmonitor}, or in {@code STATUSMONITOR_HOME}.
 *
 * <p>The code goes by the environment: everybody on a machine can read command lines.
 */
record Commands(String linux, String macos, String windows) {
    private static final String JAR = "statusmonitor-agent.jar";

    /** The agent's own recommendation, in short: what a Java does not know it ignores. */
    private static final String FLAGS = "-XX:+IgnoreUnrecognizedVMOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
            + " -Xms4m -Xmx24m -Xmn1m -Xss256k -XX:ReservedCodeCacheSize=16m -XX:+ExitOnOutOfMemoryError";

    /**
     * The commands.
     *
     * @param base the platform's address, without a slash at its end
     */
    static Commands of(String base, String code) {
        return new Commands(posix(base, code, "sha256sum"), posix(base, code, "shasum -a 256"), windows(base, code));
    }

    private static String posix(String base, String code, String sha256) {
        return String.join(
                " && ",
                "( d=\"${STATUSMONITOR_HOME:-$HOME/.statusmonitor}\"",
                "mkdir -p \"$d\"",
                "cd \"$d\"",
                "curl -fsSL -o " + JAR + " " + quoted(base + "/agent/" + JAR),
                "s=$(curl -fsSL " + quoted(base + "/agent/" + JAR + ".sha256") + " | cut -c1-64)",
                "{ [ \"$(" + sha256 + " " + JAR + " | cut -c1-64)\" = \"$s\" ]"
                        + " || { echo 'The download is damaged: run this again.' >&2; false; }; }",
                "STATUSMONITOR_CODE=" + quoted(code) + " exec java " + FLAGS + " -jar " + JAR + " --platform "
                        + quoted(base) + " --identity \"$d/identity\" )");
    }

    private static String windows(String base, String code) {
        return String.join(
                "; ",
                "$ErrorActionPreference = 'Stop'",
                "$d = if ($env:STATUSMONITOR_HOME) { $env:STATUSMONITOR_HOME } else { \"$HOME\\.statusmonitor\" }",
                "$null = New-Item -ItemType Directory -Force $d",
                "$j = \"$d\\" + JAR + "\"",
                "Invoke-WebRequest -UseBasicParsing " + quotedForPowerShell(base + "/agent/" + JAR) + " -OutFile $j",
                "$s = (Invoke-RestMethod " + quotedForPowerShell(base + "/agent/" + JAR + ".sha256")
                        + ").Substring(0, 64)",
                "if ((Get-FileHash $j -Algorithm SHA256).Hash -ne $s)"
                        + " { throw 'The download is damaged: run this again.' }",
                "$env:STATUSMONITOR_CODE = " + quotedForPowerShell(code),
                "java " + quotedFlags() + " -jar $j --platform " + quotedForPowerShell(base)
                        + " --identity \"$d\\identity\"");
    }

    /** In PowerShell, a bare word that begins with a hyphen and has a colon or a dot in it is cut in two. */
    private static String quotedFlags() {
        return "'" + FLAGS.replace(" ", "' '") + "'";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String quotedForPowerShell(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Without the code. */
    @Override
    public String toString() {
        return "Commands[]";
    }
}
