package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.standalone.report.PlatformReporter;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks history-service for the newest sample that is stored. */
final class RemoteSamples implements PlatformReporter.NewestStored {
    private static final Logger log = LoggerFactory.getLogger(RemoteSamples.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final RestClient history;

    RemoteSamples(RestClient history) {
        this.history = history;
    }

    @Override
    public OptionalLong timestamp(String hostId) {
        try {
            JsonNode newest = JSON.readTree(String.valueOf(history.get()
                    .uri(builder -> builder.path("/internal/v1/samples/newest")
                            .queryParam("host", "{host}")
                            .build(hostId))
                    .retrieve()
                    .body(String.class)));
            return newest.path("timestamp").isNumber()
                    ? OptionalLong.of(newest.path("timestamp").asLong())
                    : OptionalLong.empty();
        } catch (RestClientException | JacksonException e) {
            log.debug("the newest stored sample of {} is not known", hostId, e);
            return OptionalLong.empty();
        }
    }
}
