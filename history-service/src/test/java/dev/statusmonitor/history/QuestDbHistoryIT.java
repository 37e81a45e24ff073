package dev.statusmonitor.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.history.consume.SampleConsumer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

class QuestDbHistoryIT extends HistoryContract {
    @Override
    String store() {
        return "questdb";
    }

    @Override
    Map<String, Object> storeProperties(Path folder) {
        return Map.of("statusmonitor.history.questdb.min-free-space", "1MB");
    }

    @Test
    void saysHowMuchRoomIsLeft() throws Exception {
        assertThat(ok("/api/v1/history/storage").get("free_bytes").asLong()).isPositive();
    }

    @Test
    void waitsForRoomOnTheDisk() throws Exception {
        service.close();
        service = open("statusmonitor.history.questdb.min-free-space", "1000TB");
        topics.send(samples(System.currentTimeMillis() - 5_000, 5));

        var consumer = service.getBean(SampleConsumer.class);
        await().untilAsserted(() -> assertThat(consumer.state()).isEqualTo(SampleConsumer.State.WAITING_FOR_STORE));
        var health = Objects.requireNonNull(service.getBean("historyStoreHealthIndicator", HealthIndicator.class)
                .health());
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(String.valueOf(health.getDetails().get("reason"))).contains("are kept free");
        assertThat(get("/api/v1/hosts/" + host + "/latest", token(account)).statusCode())
                .isEqualTo(200);

        service.close();
        service = open();
        awaitStored(5);
    }
}
