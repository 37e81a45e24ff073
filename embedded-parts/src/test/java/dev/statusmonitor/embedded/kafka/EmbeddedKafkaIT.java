package dev.statusmonitor.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.StartFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final String TOPIC = "greetings";

    @TempDir
    Path folder;

    private final Credentials credentials = Credentials.random("tests");

    @Test
    void keepsRecordsAcrossARestartOnOtherPorts() throws Exception {
        try (var kafka = EmbeddedKafka.start(settings())) {
            createTopic(kafka);
            send(kafka, "hello");
        }
        try (var kafka = EmbeddedKafka.start(settings())) {
            send(kafka, "again");
            assertThat(read(kafka)).containsExactly("hello", "again");
        }
    }

    @Test
    void listensWhereItIsTold() {
        int port = FreePorts.pick();
        try (var kafka = EmbeddedKafka.start(settings().withPorts(port, FreePorts.pick()))) {
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
        }
    }

    @Test
    void refusesThoseWhoDoNotKnowTheCredentials() {
        try (var kafka = EmbeddedKafka.start(settings())) {
            var stranger = BrokerProperties.client(Credentials.random("tests"), kafka.port());
            try (var admin = Admin.create(Map.<String, Object>copyOf(stranger))) {
                assertThatThrownBy(() -> admin.listTopics().names().get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(SaslAuthenticationException.class);
            }
        }
    }

    @Test
    void afterAKillItIsBackSoonWithAllThatWasAcknowledged() throws Exception {
        Process killed = startInAnotherProcess();
        try {
            assertThat(killed.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("sent");
        } finally {
            killed.destroyForcibly().waitFor();
        }
        long begun = System.nanoTime();

        try (var kafka = EmbeddedKafka.start(settings())) {
            assertThat(read(kafka)).containsExactly("hello");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aFolderInUseIsASentence() {
        try (var kafka = EmbeddedKafka.start(settings())) {
            assertThat(kafka.port()).isPositive();
            assertFails(settings(), StartFailure.Reason.FOLDER_IN_USE, "in use by another process");
        }
    }

    @Test
    void aTakenPortIsASentence() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertFails(settings().withPorts(port, 0), StartFailure.Reason.PORT_TAKEN, "port " + port);
            assertFails(settings().withPorts(0, port), StartFailure.Reason.PORT_TAKEN, Integer.toString(port));
        }
        // Nothing was left behind that would hold the folder.
        EmbeddedKafka.start(settings()).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertFails(
                new EmbeddedKafka.Settings(file.resolve("kafka"), credentials),
                StartFailure.Reason.FOLDER_NOT_WRITABLE,
                "cannot be written");
    }

    @Test
    void aFolderThatLostItsPropertiesIsCorrupt() throws IOException {
        EmbeddedKafka.start(settings()).close();
        Files.delete(folder.resolve("kafka/meta.properties"));

        assertFails(settings(), StartFailure.Reason.FOLDER_CORRUPT, "is damaged");
    }

    @Test
    void unreadablePropertiesAreCorrupt() throws IOException {
        EmbeddedKafka.start(settings()).close();
        Files.writeString(folder.resolve("kafka/meta.properties"), "\0\0\0 garbage");

        assertFails(settings(), StartFailure.Reason.FOLDER_CORRUPT, "is damaged");
    }

    @Test
    void damagedMetadataIsCorrupt() throws IOException {
        EmbeddedKafka.start(settings()).close();
        Path log = folder.resolve("kafka/__cluster_metadata-0/00000000000000000000.log");
        try (var file = new RandomAccessFile(log.toFile(), "rw")) {
            var garbage = new byte[(int) file.length()];
            Arrays.fill(garbage, (byte) 0x5a);
            file.write(garbage);
        }

        assertFails(settings(), StartFailure.Reason.FOLDER_CORRUPT, "is damaged");
    }

    private EmbeddedKafka.Settings settings() {
        return new EmbeddedKafka.Settings(folder.resolve("kafka"), credentials);
    }

    private static void assertFails(EmbeddedKafka.Settings settings, StartFailure.Reason reason, String says) {
        assertThatThrownBy(() -> EmbeddedKafka.start(settings))
                .isInstanceOfSatisfying(
                        StartFailure.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(says);
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (var admin = Admin.create(kafka.clientProperties())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(EmbeddedKafka kafka, String value) throws Exception {
        try (var producer =
                new KafkaProducer<>(kafka.clientProperties(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "key", value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(EmbeddedKafka kafka) {
        try (var consumer =
                new KafkaConsumer<>(kafka.clientProperties(), new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var values = new ArrayList<String>();
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1))
                        .forEach((ConsumerRecord<String, String> record) -> values.add(record.value()));
            }
            return values;
        }
    }

    private Process startInAnotherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName(),
                        folder.resolve("kafka").toString(),
                        credentials.password())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Starts a broker, has one record acknowledged, says so, and waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            var kafka = EmbeddedKafka.start(
                    new EmbeddedKafka.Settings(Path.of(arguments[0]), new Credentials("tests", arguments[1])));
            createTopic(kafka);
            send(kafka, "hello");
            System.out.println("sent");
            Thread.sleep(Duration.ofMinutes(5));
        }
    }
}
