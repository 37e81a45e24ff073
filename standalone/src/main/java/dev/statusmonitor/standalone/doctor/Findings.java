package dev.statusmonitor.standalone.doctor;

import dev.statusmonitor.standalone.report.PlatformReport;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Shows what was found. */
final class Findings {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Findings() {}

    /** For a person: a line a check, and how many are not well. */
    static String table(List<Check> checks) {
        int width =
                checks.stream().mapToInt(check -> check.part().length()).max().orElse(0);
        var text = new StringBuilder();
        for (Check check : checks) {
            text.append(check.ok() ? "  ok    " : "  FAIL  ")
                    .append(check.part())
                    .append(" ".repeat(width - check.part().length() + 2))
                    .append(check.detail())
                    .append('\n');
        }
        long bad = checks.stream().filter(check -> !check.ok()).count();
        return text.append(bad == 0 ? "All is well." : bad + " of " + checks.size() + " are not well.")
                .toString();
    }

    /** For a machine: the checks, and the platform's own report with its figures where there is one. */
    static String json(URI url, List<Check> checks, @Nullable PlatformReport report) {
        var answer = new TreeMap<String, Object>();
        answer.put("url", url.toString());
        answer.put("ok", checks.stream().allMatch(Check::ok));
        answer.put(
                "checks",
                checks.stream()
                        .map(check -> Map.of("part", check.part(), "ok", check.ok(), "detail", check.detail()))
                        .toList());
        if (report != null) {
            answer.put("report", report);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer);
    }
}
