package dev.statusmonitor.auth.account;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Argon2id with the parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. Each run takes
 * that memory and a core for tens of milliseconds, so only a few run at once; the others wait their turn.
 */
public final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;

    /** Of 32 random bytes that nobody kept. */
    static final String NOBODYS =
            "$argon2id$v=19$m=19456,t=2,p=1$oD6td/AtLf5yxr1Gg4CyFA$NtG7qwPFSpohObib6UbpEPUst0cUJUgV/cdgV41rE6Q";

    private final Argon2PasswordEncoder encoder =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final Semaphore turns;
    private final Duration patience;

    /**
     * @param atOnce how many run at the same time
     * @param patience how long a caller waits for its turn
     */
    public PasswordHasher(int atOnce, Duration patience) {
        this.turns = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /** @throws BusyException when too many wait already */
    public String hash(String password) {
        return inTurn(() -> java.util.Objects.requireNonNull(encoder.encode(password)));
    }

    /**
     * Whether the password is the one that was hashed. Takes as long for a null hash, where the answer is no, so that
     * nobody can tell by the clock which accounts exist.
     *
     * @throws BusyException when too many wait already
     */
    public boolean matches(String password, @Nullable String hash) {
        boolean matches = inTurn(() -> encoder.matches(password, hash == null ? NOBODYS : hash));
        return matches && hash != null;
    }

    /** Whether the hash was made with weaker parameters than today's. */
    public boolean isOutdated(String hash) {
        return encoder.upgradeEncoding(hash);
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BusyException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    /** Too many passwords are being checked at once. */
    public static final class BusyException extends RuntimeException {
        BusyException() {
            super("too many passwords are being checked at once");
        }
    }
}
