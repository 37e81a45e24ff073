package dev.statusmonitor.alerts.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.statusmonitor.alerts.rule.RuleForm;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What topic {@code alerts.events} carries, as JSON; key: host id.
 *
 * @param id the same for the same event, however often it is published
 * @param type what happened
 * @param tell whether people are to be told
 * @param account whose incident it is
 * @param time when it happened, Unix time in milliseconds
 * @param incident as it was after it
 */
public record AlertEvent(String id, Type type, boolean tell, String account, long time, IncidentView incident) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What happened. */
    public enum Type {
        FIRING,
        REPEATED,
        RESOLVED,
        /** Opened in silence, or acknowledged. */
        CHANGED
    }

    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    /** @throws IllegalArgumentException where the text is none */
    public static AlertEvent read(byte[] json) {
        try {
            @Nullable AlertEvent event = JSON.readValue(json, AlertEvent.class);
            if (event == null || event.id == null || event.type == null || event.account == null) {
                throw new IllegalArgumentException("an event has id, type, account and incident");
            }
            return event;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not an event", e);
        }
    }

    /**
     * An incident as it is shown.
     *
     * @param state {@code firing} or {@code resolved}
     * @param unit of the values, UCUM
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record IncidentView(
            String id,
            RuleForm rule,
            String host,
            String hostName,
            @Nullable String series,
            String unit,
            String severity,
            String state,
            long since,
            long opened,
            @Nullable Double value,
            @Nullable Double peak,
            @Nullable Long lastMessage,
            long messages,
            @Nullable Long resolved,
            @Nullable Double lastValue,
            @Nullable String reason,
            @Nullable Long acknowledged,
            @Nullable String acknowledgedBy,
            @Nullable Processes processes) {
        public static IncidentView of(Incident incident) {
            RuleForm rule = RuleForm.of(incident.rule());
            return new IncidentView(
                    incident.id(),
                    rule,
                    incident.hostId(),
                    incident.hostName(),
                    incident.series().isEmpty() ? null : incident.series(),
                    RuleForm.unitOf(incident.rule()),
                    String.valueOf(rule.severity()),
                    incident.isOpen() ? "firing" : "resolved",
                    incident.since(),
                    incident.opened(),
                    incident.value(),
                    incident.peak(),
                    incident.announced(),
                    incident.messages(),
                    incident.resolved(),
                    incident.lastValue(),
                    incident.reason(),
                    incident.acknowledged(),
                    incident.acknowledgedBy(),
                    incident.processes() == null ? null : JSON.readValue(incident.processes(), Processes.class));
        }
    }

    /** The busiest processes of the host when the incident opened. */
    public record Processes(java.util.List<Busy> cpu, java.util.List<Busy> memory) {
        /**
         * One of them.
         *
         * @param cpu share of one processor, where it is known
         * @param memory resident, in bytes, where it is known
         */
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Busy(
                String name,
                long pid,
                @Nullable Double cpu,
                @Nullable Long memory) {}
    }
}
