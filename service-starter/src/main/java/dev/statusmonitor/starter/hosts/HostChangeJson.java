package dev.statusmonitor.starter.hosts;

import dev.statusmonitor.contract.HostChange;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of {@link HostChange}: snake_case names, lower-case states; what a reader doesn't know it passes over. */
public final class HostChangeJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(HostChange.State.class, LowerCase.class)
            .build();

    private HostChangeJson() {}

    public static byte[] write(HostChange change) {
        return JSON.writeValueAsBytes(change);
    }

    /** @throws IllegalArgumentException where the bytes are none */
    public static HostChange read(byte[] json) {
        try {
            HostChange change = JSON.readValue(json, HostChange.class);
            // What JSON leaves out arrives as null, whatever the types promise; so does the text null.
            if (change == null
                    || Stream.of(change.hostId(), change.name(), change.state()).anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("a host change has host_id, name and state");
            }
            return change;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a host change", e);
        }
    }

    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    private interface LowerCase {}
}
