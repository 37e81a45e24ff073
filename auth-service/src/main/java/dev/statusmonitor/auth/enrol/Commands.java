package dev.statusmonitor.auth.enrol;

/**
 * What to copy to a machine that is to become a host: downloads the installer from the platform and runs it, which
 * downloads the agent, checks its SHA-256, and sets it up as a service.
 *
 * <p>The code goes by the environment: everybody on a machine can read command lines.
 */
record Commands(String linux, String macos, String windows) {
    /**
     * The commands.
     *
     * @param base the platform's address, without a slash at its end
     */
    static Commands of(String base, String code) {
        String posix = posix(base, code);
        return new Commands(posix, posix, windows(base, code));
    }

    /** By a file, so that a download that fails runs nothing. */
    private static String posix(String base, String code) {
        String installer = quoted(base + "/agent/install.sh");
        return "( f=$(mktemp) && { curl -fsSL -o \"$f\" " + installer + " || wget -q -O \"$f\" " + installer
                + "; } && STATUSMONITOR_CODE=" + quoted(code) + " sh \"$f\" --platform " + quoted(base)
                + "; r=$?; rm -f \"$f\"; exit $r )";
    }

    private static String windows(String base, String code) {
        return String.join(
                "; ",
                "$f = \"$([IO.Path]::GetTempFileName()).ps1\"",
                "Invoke-WebRequest -UseBasicParsing -ErrorAction Stop "
                        + quotedForPowerShell(base + "/agent/install.ps1") + " -OutFile $f",
                "$env:STATUSMONITOR_CODE = " + quotedForPowerShell(code),
                "powershell -NoProfile -ExecutionPolicy Bypass -File $f -Platform " + quotedForPowerShell(base),
                "Remove-Item $f, Env:STATUSMONITOR_CODE");
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
