package dev.statusmonitor.standalone.doctor;

import java.time.Duration;
import java.util.Locale;

/** Times as a person reads them. */
final class Ages {
    private Ages() {}

    /** Two figures at most: {@code 0.8 s}, {@code 12 s}, {@code 3 min}, {@code 5 h}, {@code 40 days}, {@code 12 years}. */
    static String text(Duration age) {
        if (age.compareTo(Duration.ofSeconds(10)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1e3);
        }
        if (age.compareTo(Duration.ofMinutes(2)) < 0) {
            return age.toSeconds() + " s";
        }
        if (age.compareTo(Duration.ofHours(2)) < 0) {
            return age.toMinutes() + " min";
        }
        if (age.compareTo(Duration.ofDays(2)) < 0) {
            return age.toHours() + " h";
        }
        if (age.compareTo(Duration.ofDays(730)) < 0) {
            return age.toDays() + " days";
        }
        return age.toDays() / 365 + " years";
    }
}
