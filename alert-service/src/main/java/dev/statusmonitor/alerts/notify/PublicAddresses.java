package dev.statusmonitor.alerts.notify;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Resolves names to addresses of the public internet alone. The connection is made to what was looked at here, so an
 * answer that changes between look and call gains nothing.
 */
final class PublicAddresses implements Dns {
    private final boolean allowPrivate;

    PublicAddresses(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> addresses = Dns.SYSTEM.lookup(host);
        if (!allowPrivate) {
            for (InetAddress each : addresses) {
                if (!isPublic(each)) {
                    throw new PrivateAddressException(host);
                }
            }
        }
        return addresses;
    }

    /** The name leads into a network that is not everybody's. */
    static final class PrivateAddressException extends UnknownHostException {
        PrivateAddressException(String host) {
            super(host + " leads to a private address");
        }
    }

    /** By the registries of special-purpose addresses (RFC 6890). */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? isPublic4(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff)
                : address instanceof Inet6Address && isPublic6(bytes);
    }

    private static boolean isPublic4(int first, int second, int third) {
        return first != 0
                && first < 224
                // Shared by carriers (RFC 6598).
                && !(first == 100 && second >= 64 && second < 128)
                && !(first == 192 && second == 0 && (third == 0 || third == 2))
                && !(first == 198 && (second == 18 || second == 19 || (second == 51 && third == 100)))
                && !(first == 203 && second == 0 && third == 113);
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        // Global unicast is 2000::/3; 2001::/23 is special, 2002::/16 holds an IPv4 address, 2001:db8::/32 is for
        // books.
        boolean global = (first & 0xe0) == 0x20;
        boolean special = first == 0x20
                && ((second == 0x01 && (bytes[2] & 0xfe) == 0)
                        || second == 0x02
                        || (second == 0x01 && (bytes[2] & 0xff) == 0x0d && (bytes[3] & 0xff) == 0xb8));
        return global && !special;
    }
}
