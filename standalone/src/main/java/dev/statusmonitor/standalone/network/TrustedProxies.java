package dev.statusmonitor.standalone.network;

import dev.statusmonitor.standalone.console.Refusal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whose forwarded headers count. Tomcat asks for a regular expression over addresses as text; people write addresses
 * and networks.
 */
public final class TrustedProxies {
    private static final Pattern LITERAL = Pattern.compile("\\d+(?:\\.\\d+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final String ANY_OCTET = "\\d{1,3}";
    private static final String ANY_GROUP = "[0-9a-f]{1,4}";

    private TrustedProxies() {}

    /**
     * A regular expression that matches the text of these addresses and of no others.
     *
     * @param proxies such as {@code 10.0.0.1}, {@code 172.18.0.0/16}, {@code fd00::/64}; not empty
     * @throws Refusal for anything else
     */
    public static String regex(List<String> proxies) {
        return proxies.stream().map(TrustedProxies::one).collect(Collectors.joining("|"));
    }

    private static String one(String proxy) {
        String[] parts = proxy.strip().split("/", 2);
        try {
            if (!LITERAL.matcher(parts[0]).matches()) {
                throw new IllegalArgumentException("no address");
            }
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            int bits = address.getAddress().length * 8;
            int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("no prefix length");
            }
            return address instanceof Inet4Address ? octets(address, prefix) : groups(address, prefix);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "--trusted-proxies: '%s' is neither an address nor a network such as 10.0.0.0/8.".formatted(proxy),
                    e);
        }
    }

    private static String octets(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        var octets = new ArrayList<String>();
        for (int i = 0; i < bytes.length; i++) {
            octets.add(octet(bytes[i] & 0xff, Math.clamp(prefix - 8L * i, 0, 8)));
        }
        return String.join("\\.", octets);
    }

    private static String octet(int value, int fixedBits) {
        if (fixedBits == 0) {
            return ANY_OCTET;
        }
        int span = 1 << (8 - fixedBits);
        int first = value & -span;
        return IntStream.range(first, first + span)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("|", "(?:", ")"));
    }

    /** Java writes all eight groups, without leading zeros. */
    private static String groups(InetAddress address, int prefix) {
        if (prefix % 16 != 0) {
            throw new IllegalArgumentException("an IPv6 prefix length is a multiple of 16 here");
        }
        byte[] bytes = address.getAddress();
        var groups = new ArrayList<String>();
        for (int i = 0; i < bytes.length; i += 2) {
            int value = ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
            groups.add(i * 8 < prefix ? Integer.toHexString(value) : ANY_GROUP);
        }
        return String.join(":", groups);
    }
}
