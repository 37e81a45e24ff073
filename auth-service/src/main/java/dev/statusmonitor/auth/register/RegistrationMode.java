package dev.statusmonitor.auth.register;

/** Who may make an account once there is the first. */
public enum RegistrationMode {
    /** Whoever somebody with an account has invited. */
    INVITATION,
    /** Anybody. */
    OPEN
}
