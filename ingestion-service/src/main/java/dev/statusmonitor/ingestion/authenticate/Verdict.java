package dev.statusmonitor.ingestion.authenticate;

import org.jspecify.annotations.Nullable;

/** What auth-service says of a token. */
sealed interface Verdict {
    /**
     * The token is good.
     *
     * @param hostId whose it is
     * @param epoch the host's epoch when the token was issued
     * @param expires until when, Unix time in milliseconds
     */
    record Good(String hostId, long epoch, long expires) implements Verdict {}

    /** The token is not good. */
    record Bad(Reason reason) implements Verdict {}

    /** Why a token is not good. */
    enum Reason {
        /** It was good once; a new one can be had. */
        EXPIRED,
        /** Its host may no longer send. */
        REVOKED,
        /** It never was good. */
        INVALID;

        /** By the word in an introspection's answer; a word of a later version is no reason to trust the token. */
        static Reason of(@Nullable String word) {
            return switch (word) {
                case "expired" -> EXPIRED;
                case "revoked" -> REVOKED;
                case null, default -> INVALID;
            };
        }
    }
}
