package dev.statusmonitor.ingestion.validate;

/** What a sender wrote, made fit to be said back to it. */
final class Quoted {
    private Quoted() {}

    /** The text, cut to {@code most} UTF-16 units, with a replacement character for what cannot be printed. */
    static String of(String text, int most) {
        int end = Math.min(text.length(), most);
        var quoted = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
                quoted.append(c).append(text.charAt(++i));
            } else {
                quoted.append(Character.isSurrogate(c) || Character.isISOControl(c) ? '\uFFFD' : c);
            }
        }
        return end < text.length() ? quoted.append('…').toString() : quoted.toString();
    }

    /** Whether no surrogate stands alone, so that the text has a UTF-8 form. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
