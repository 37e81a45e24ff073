package dev.statusmonitor.auth.enrol;

import dev.statusmonitor.auth.secret.Base32;
import dev.statusmonitor.auth.secret.Secrets;
import java.util.regex.Pattern;

/** A one-time code: 100 random bits as four groups of five characters, which people can read aloud and type in. */
final class EnrolmentCode {
    private static final int CHARACTERS = 20;
    private static final int GROUP = 5;
    private static final Pattern SHAPE = Pattern.compile("[0-9a-z]{" + CHARACTERS + "}");

    private EnrolmentCode() {}

    static String random() {
        String digits = Base32.encode(Secrets.random(CHARACTERS * 5 / 8 + 1)).substring(0, CHARACTERS);
        var code = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i += GROUP) {
            code.append(i == 0 ? "" : "-").append(digits, i, i + GROUP);
        }
        return code.toString();
    }

    /** What is stored of it; the same however the code was typed. Something that is no code has a hash that none has. */
    static String hash(String typed) {
        String digits = typed.length() > 100 ? "" : Base32.normalise(typed);
        return SHAPE.matcher(digits).matches() ? Secrets.sha256(digits) : "";
    }
}
