package dev.statusmonitor.auth.setup;

import java.util.Optional;

/** Gives out the token with which the first account is made. */
public interface SetupLinks {
    /**
     * A new token, good once and for an hour; those before it are good no more. It is a secret: show it to the operator
     * alone, as part of a link ({@code <public address>/setup?token=…}).
     *
     * @return empty where there is an account already
     */
    Optional<String> newToken();
}
