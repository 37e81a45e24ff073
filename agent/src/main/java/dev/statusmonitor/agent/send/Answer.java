package dev.statusmonitor.agent.send;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the platform answered.
 *
 * @param retryAfter when to come again, where it says so
 * @param told whether it told its time
 * @param location where it would rather be asked, in a redirection
 * @param shared whether it has noticed that another machine sends as this host too
 */
public record Answer(
        int status,
        byte[] body,
        @Nullable Duration retryAfter,
        boolean told,
        @Nullable String location,
        boolean shared) {
    /** The members of the body, where it is a JSON object; empty otherwise. */
    public Map<String, @Nullable Object> json() {
        return Json.read(body);
    }

    /** A text member of the body; null where there is none. */
    public @Nullable String text(String member) {
        return json().get(member) instanceof String text ? text : null;
    }

    /** Whether the body contains an ASCII text; cheaper than reading it. */
    boolean mentions(String text) {
        return new String(body, StandardCharsets.ISO_8859_1).contains(text);
    }

    /** What went wrong, in the platform's words, for the middle of a sentence in the log. */
    public String problem() {
        Map<String, @Nullable Object> members = json();
        for (String member : new String[] {"detail", "error_description", "title", "error"}) {
            if (members.get(member) instanceof String text && !text.isBlank()) {
                return status + ", " + text.strip().replaceAll("\\.+$", "");
            }
        }
        return location != null ? status + ", redirected to " + location : "status " + status;
    }
}
