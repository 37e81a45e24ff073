package dev.statusmonitor.embedded;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A name and a password. Printed, the password is hidden.
 *
 * @param user letters, digits, {@code - _ .}
 * @param password of the URL-safe Base64 alphabet, so that it needs no quoting in any configuration file
 */
public record Credentials(String user, String password) {
    private static final int BYTES = 24;

    public Credentials {
        if (!user.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("a user name has 1 to 64 letters, digits, dots, dashes or underscores");
        }
        if (!password.matches("[A-Za-z0-9_-]{16,128}")) {
            throw new IllegalArgumentException("a password has 16 to 128 characters of the URL-safe Base64 alphabet");
        }
    }

    /** A fresh password of 192 random bits for that user. */
    public static Credentials random(String user) {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Credentials(user, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return user + ":(hidden)";
    }
}
