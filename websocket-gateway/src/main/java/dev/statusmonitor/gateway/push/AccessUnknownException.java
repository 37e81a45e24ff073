package dev.statusmonitor.gateway.push;

/** Who may see a host cannot be told right now: nobody is shown anything. */
public final class AccessUnknownException extends Exception {
    public AccessUnknownException() {
        // Thrown for every sample while it lasts; a stack trace would only cost.
        super("the view of hosts cannot be shown to be current", null, false, false);
    }
}
