package dev.statusmonitor.starter.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.kafka.EmbeddedKafka;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import dev.statusmonitor.starter.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view of hosts on a broker of its own, since it is stopped on the way. */
class HostDirectoryIT {
    @TempDir
    private Path folder;

    private final Credentials credentials = Credentials.random("tests");
    private EmbeddedKafka broker;
    private KafkaSettings kafka;
    private HostDirectory directory;
    private final List<HostChange> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedKafka.start(new EmbeddedKafka.Settings(folder, credentials, 0, 0, Map.of(), message -> {}));
        var properties = new HashMap<String, String>();
        broker.clientProperties().forEach((key, value) -> properties.put(key, value.toString()));
        properties.remove("bootstrap.servers");
        kafka = new KafkaSettings(List.of(broker.bootstrapServers()), null, null, properties);
        directory = new HostDirectory(kafka.reader("directory"), Duration.ofSeconds(2), System::nanoTime);
        directory.addListener(heard::add);
    }

    @AfterEach
    void stop() {
        directory.stop();
        broker.close();
    }

    @Test
    void answersOnlyOnceItHasReadTheTopicToItsEnd() throws Exception {
        assertThatThrownBy(() -> directory.requireReadable("a1", "h1"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status().value()).isEqualTo(503));
        directory.start();
        assertThat(directory.awaitCurrent(Duration.ofMillis(300))).isFalse();

        createTopic();
        publish(change("h1", "a1", HostChange.State.ACTIVE, 1), change("h2", "a2", HostChange.State.ACTIVE, 1));

        assertThat(directory.awaitCurrent(Duration.ofSeconds(20))).isTrue();
        await().until(() -> directory.find("h2").isPresent());
        assertThat(directory.requireReadable("a1", "h1").hostId()).isEqualTo("h1");
        assertThat(directory.ownedBy("a1")).extracting(HostChange::hostId).containsExactly("h1");
    }

    @Test
    void tellsNobodyOfAnothersHost() throws Exception {
        createTopic();
        publish(change("h1", "a1", HostChange.State.ACTIVE, 1), change("h3", null, HostChange.State.ACTIVE, 1));
        directory.start();
        await().until(() -> directory.isCurrent() && directory.find("h3").isPresent());

        var others = catchProblem("a2", "h1");
        var ownerless = catchProblem("a2", "h3");
        var unknown = catchProblem("a2", "h9");

        assertThat(others.problem()).isEqualTo(unknown.problem()).isEqualTo(ownerless.problem());
        assertThat(others.problem().status().value()).isEqualTo(404);
        assertThat(directory.mayRead("a2", "h1")).isFalse();
        assertThat(directory.mayRead("a1", "h1")).isTrue();
    }

    @Test
    void followsChangesInTheOrderOfTheirVersions() throws Exception {
        createTopic();
        directory.start();
        assertThat(directory.awaitCurrent(Duration.ofSeconds(20))).isTrue();

        publish(change("h1", "a1", HostChange.State.ACTIVE, 3));
        publish(change("h1", "a2", HostChange.State.ACTIVE, 2));
        publish("h1", "no JSON");
        publish(change("h2", "a1", HostChange.State.ACTIVE, 1));
        await().until(() -> directory.find("h2").isPresent());
        assertThat(directory.requireReadable("a1", "h1").version()).isEqualTo(3);

        publish(change("h1", "a2", HostChange.State.ACTIVE, 4), change("h2", "a1", HostChange.State.DELETED, 2));
        await().until(() -> directory.find("h2").isEmpty());
        assertThat(directory.ownedBy("a1")).isEmpty();
        assertThat(directory.requireReadable("a2", "h1").version()).isEqualTo(4);
        assertThat(heard).extracting(HostChange::version).containsExactlyInAnyOrder(3L, 1L, 4L, 2L);
    }

    @Test
    void staysSilentWhileKafkaIsAway() throws Exception {
        createTopic();
        publish(change("h1", "a1", HostChange.State.ACTIVE, 1));
        directory.start();
        await().until(() -> directory.mayRead("a1", "h1"));
        int port = Integer.parseInt(broker.bootstrapServers().replaceAll(".*:", ""));

        broker.close();
        await().until(() -> !directory.isCurrent());
        assertThat(catchProblem("a1", "h1").problem().status().value()).isEqualTo(503);

        broker = EmbeddedKafka.start(new EmbeddedKafka.Settings(folder, credentials, port, 0, Map.of(), message -> {}));
        await().until(() -> directory.mayRead("a1", "h1"));
        publish(change("h1", "a1", HostChange.State.DELETED, 2));
        await().until(() -> !directory.mayRead("a1", "h1"));
    }

    private ProblemException catchProblem(String account, String host) {
        try {
            directory.requireReadable(account, host);
        } catch (ProblemException e) {
            return e;
        }
        throw new AssertionError(account + " may read " + host);
    }

    private void createTopic() throws Exception {
        try (var admin = Admin.create(kafka.client("admin"))) {
            admin.createTopics(List.of(new NewTopic(Topics.HOSTS_CHANGES, 3, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static HostChange change(String host, @Nullable String owner, HostChange.State state, long version) {
        return new HostChange(host, owner, "name", List.of("b", "a"), state, 1, version, 1_763_912_176_000L);
    }

    private void publish(HostChange... changes) throws Exception {
        for (HostChange change : changes) {
            publish(change.hostId(), new String(HostChangeJson.write(change), StandardCharsets.UTF_8));
        }
    }

    private void publish(String key, String value) throws Exception {
        try (var producer = new KafkaProducer<String, byte[]>(kafka.producer("tests"))) {
            producer.send(new ProducerRecord<>(Topics.HOSTS_CHANGES, key, value.getBytes(StandardCharsets.UTF_8)))
                    .get(20, TimeUnit.SECONDS);
        }
    }
}
