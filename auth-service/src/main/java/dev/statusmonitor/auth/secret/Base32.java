package dev.statusmonitor.auth.secret;

/** Crockford's base 32 in lower case: no i, l, o, u, so that people can read it aloud and type it in. */
public final class Base32 {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private Base32() {}

    /** Five bits a character, the last one filled up with zeros. */
    public static String encode(byte[] bytes) {
        var text = new StringBuilder((bytes.length * 8 + 4) / 5);
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8) | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(DIGITS.charAt((buffer >> bits) & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(DIGITS.charAt((buffer << (5 - bits)) & 31));
        }
        return text.toString();
    }

    /** What a person typed, as {@link #encode} would have written it: hyphens and spaces gone, O read as 0, I and L as 1. */
    public static String normalise(String typed) {
        var text = new StringBuilder(typed.length());
        for (int i = 0; i < typed.length(); i++) {
            char c = Character.toLowerCase(typed.charAt(i));
            switch (c) {
                case '-', ' ' -> {}
                case 'o' -> text.append('0');
                case 'i', 'l' -> text.append('1');
                default -> text.append(c);
            }
        }
        return text.toString();
    }
}
