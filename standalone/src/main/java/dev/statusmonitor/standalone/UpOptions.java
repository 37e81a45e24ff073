package dev.statusmonitor.standalone;

import dev.statusmonitor.standalone.apart.StoreServer;
import dev.statusmonitor.standalone.console.Refusal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code up} takes. A class of fields, since picocli writes them. */
final class UpOptions {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "where the dashboard and the agents find it (${DEFAULT-VALUE}); 0 takes a free one")
    int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "the address it listens on (${DEFAULT-VALUE})")
    String bind = "127.0.0.1";

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "how people and agents reach it, when a reverse proxy stands in front")
    @Nullable URI publicUrl;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "ADDRESS",
            split = ",",
            description = "whose forwarded headers count, such as 127.0.0.1,172.18.0.0/16 (nobody's)")
    List<String> trustedProxies = new ArrayList<>();

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            defaultValue = "${env:STATUSMONITOR_TLS_CERTIFICATE}",
            description = "speak TLS: the certificate and its chain, in PEM; read again when the file changes")
    @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            defaultValue = "${env:STATUSMONITOR_TLS_KEY}",
            description = "the certificate's private key, in PEM")
    @Nullable Path tlsKey;

    @Option(
            names = "--tls-key-store",
            paramLabel = "FILE",
            defaultValue = "${env:STATUSMONITOR_TLS_KEY_STORE}",
            description = "instead of both: a key store (PKCS #12); its password is read from the environment,"
                    + " STATUSMONITOR_TLS_KEY_STORE_PASSWORD")
    @Nullable Path tlsKeyStore;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "where everything is kept (${DEFAULT-VALUE})")
    Path data = Path.of("data");

    @Option(names = "--no-agent", description = "do not monitor this machine itself")
    boolean noAgent;

    @Option(
            names = "--clock-is-right",
            description = "start although the clock is behind the time at which the data was last used")
    boolean clockIsRight;

    @Option(
            names = "--apart",
            description = "each service in a process of its own, on Kafka, Redis, PostgreSQL and InfluxDB beside them")
    boolean apart;

    @Option(
            names = "--store",
            paramLabel = "NAME",
            description = "with --apart: what keeps the history, influxdb (unless told) or cassandra, one node of it")
    @Nullable StoreServer store;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description = "with --apart: so many processes of each service (${DEFAULT-VALUE})")
    int instances = 1;

    @Option(
            names = "--ingest-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "with --apart: where agents send their samples to (the port after --port, or a free one)")
    int ingestPort;

    StoreServer store() {
        return store == null ? StoreServer.INFLUXDB : store;
    }

    /** @throws Refusal where options do not go together */
    void check() {
        if (!apart) {
            if (store != null) {
                throw new Refusal("--store goes with --apart. In one process the history is kept inside it, or where"
                        + " statusmonitor.history.store says.");
            }
            return;
        }
        if (instances < 1 || instances > 9) {
            throw new Refusal("--instances %d: choose 1 to 9.".formatted(instances));
        }
        if (tlsCertificate != null || tlsKeyStore != null) {
            throw new Refusal("--apart speaks plain HTTP. Put a reverse proxy with TLS in front (--public-url), or"
                    + " leave --apart out.");
        }
    }
}
