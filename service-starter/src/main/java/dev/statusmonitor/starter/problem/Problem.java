package dev.statusmonitor.starter.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * A problem detail (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>).
 *
 * @param type one of {@link dev.statusmonitor.contract.ProblemTypes}
 * @param detail what was wrong and what would be right
 * @param extensions further members, in their order
 */
public record Problem(HttpStatus status, String type, String detail, Map<String, Object> extensions) {
    public Problem(HttpStatus status, String type, String detail) {
        this(status, type, detail, Map.of());
    }

    /** Its members as they stand in the JSON. */
    public Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", type);
        members.put("title", status.getReasonPhrase());
        members.put("status", status.value());
        members.put("detail", detail);
        members.putAll(extensions);
        return members;
    }
}
