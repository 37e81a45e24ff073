package dev.statusmonitor.auth.limit;

import io.github.bucket4j.TimeMeter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Slows down guessing without locking anybody out: an address that guesses wrong too often must wait, and for an
 * account that is under attack each address gets only a few guesses. Safe for use by several threads.
 */
public final class GuessLimits {
    private final Failures codes;
    private final Failures byAddress;
    private final Failures byAccount;
    private final Failures byBoth;
    private final Failures mailsFrom;
    private final Failures mailsTo;

    public GuessLimits(LimitSettings settings) {
        this(settings, TimeMeter.SYSTEM_NANOTIME);
    }

    GuessLimits(LimitSettings settings, TimeMeter time) {
        this.codes = new Failures(settings.address(), settings.window(), time);
        this.byAddress = new Failures(settings.address(), settings.window(), time);
        this.byAccount = new Failures(settings.account(), settings.window(), time);
        this.byBoth = new Failures(settings.attacked(), settings.window(), time);
        this.mailsFrom = new Failures(settings.address(), settings.window(), time);
        this.mailsTo = new Failures(settings.attacked(), settings.window(), time);
    }

    /**
     * How long this address must wait before it may try another code or link; empty for not at all. Passwords count
     * apart: a wrong code on a thousand machines must not keep the person out who could mend it.
     */
    public Optional<Duration> blockedFor(String address) {
        return codes.blockedFor(network(address));
    }

    /** The same for a password of the account of this e-mail address, which need not exist. */
    public Optional<Duration> blockedFor(String address, String email) {
        return byAddress
                .blockedFor(network(address))
                .or(() -> byAccount.blockedFor(email).flatMap(wait -> byBoth.blockedFor(both(address, email))));
    }

    /** A code or a link was wrong. */
    public void failed(String address) {
        codes.add(network(address));
    }

    /** A password was wrong. */
    public void failed(String address, String email) {
        byAddress.add(network(address));
        byAccount.add(email);
        byBoth.add(both(address, email));
    }

    /** How long this address must wait before it may ask for another e-mail; empty where this one counts. */
    public Optional<Duration> askForMail(String address) {
        Optional<Duration> wait = mailsFrom.blockedFor(network(address));
        if (wait.isEmpty()) {
            mailsFrom.add(network(address));
        }
        return wait;
    }

    /** Whether another e-mail that anybody can ask for may go to this address now; if so, it counts. */
    public boolean mayMail(String email) {
        boolean may = mailsTo.blockedFor(email).isEmpty();
        if (may) {
            mailsTo.add(email);
        }
        return may;
    }

    private static String both(String address, String email) {
        return network(address) + ' ' + email;
    }

    /** Who has one IPv6 address has 2⁶⁴ of them. */
    private static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8))
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
