package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.standalone.data.DataFolder;
import dev.statusmonitor.standalone.data.Secrets;
import dev.statusmonitor.standalone.network.PublicConnector;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who listens where in this run, and by what they know each other.
 *
 * @param folder where everything is kept
 * @param connector the first gateway's, which people use
 * @param trustedProxies whose forwarded headers count in front of gateway and ingestion edge
 * @param kafka what signs on to Kafka
 * @param redis the cache's password
 * @param passwords those of the other servers
 * @param keys the services' own
 * @param store what keeps the history
 * @param ports of the servers
 * @param instances of all services, each service's one after the other
 */
public record Plan(
        DataFolder folder,
        PublicConnector connector,
        List<String> trustedProxies,
        Credentials kafka,
        String redis,
        Passwords passwords,
        Keys keys,
        StoreServer store,
        Ports ports,
        List<Instance> instances) {
    static final String AUTH = "auth-service";
    static final String INGESTION = "ingestion-service";
    static final String HISTORY = "history-service";
    static final String ALERTS = "alert-service";
    static final String GATEWAY = "websocket-gateway";
    /** What the process that starts the others is called, as its module is. */
    static final String SELF = "standalone";

    /** By name, with the class that starts it, in the order in which they start. */
    static final Map<String, String> SERVICES = services();

    private static Map<String, String> services() {
        var services = new LinkedHashMap<String, String>();
        services.put(AUTH, "dev.statusmonitor.auth.AuthApplication");
        services.put(INGESTION, "dev.statusmonitor.ingestion.IngestionApplication");
        services.put(HISTORY, "dev.statusmonitor.history.HistoryApplication");
        services.put(ALERTS, "dev.statusmonitor.alerts.AlertApplication");
        services.put(GATEWAY, "dev.statusmonitor.gateway.GatewayApplication");
        return services;
    }

    /** On loopback. */
    record Ports(
            int kafka, int controller, int redis, int postgres, int influxdb, int cassandra, int cassandraStorage) {}

    /**
     * A process of a service.
     *
     * @param number from 1
     * @param port of its public connector
     * @param internalPort of its internal one, on loopback
     */
    record Instance(String service, int number, int port, int internalPort) {
        String name() {
            return service + "-" + number;
        }

        URI internal() {
            return URI.create("http://127.0.0.1:" + internalPort);
        }
    }

    /**
     * Plans a run.
     *
     * @param count of processes of each service
     * @param ingestPort of the first ingestion edge; 0 for the one after the gateway's, or a free one
     * @throws Refusal where the port is taken
     */
    public static Plan of(
            DataFolder folder,
            PublicConnector connector,
            List<String> trustedProxies,
            Secrets secrets,
            StoreServer store,
            int count,
            int ingestPort) {
        var used = new HashSet<>(Set.of(connector.port()));
        var instances = new ArrayList<Instance>();
        for (String service : SERVICES.keySet()) {
            for (int number = 1; number <= count; number++) {
                int port = number > 1 ? free(used) : first(service, connector, ingestPort, used);
                instances.add(new Instance(service, number, port, free(used)));
            }
        }
        Passwords passwords = Passwords.load(folder.resolve("servers.properties"));
        try {
            OwnerOnly.createFolder(folder.resolve(Leftovers.FOLDER));
            OwnerOnly.createFolder(folder.resolve("services"));
            OwnerOnly.write(folder.resolve("influxdb.token"), passwords.influxdb() + "\n");
            OwnerOnly.write(folder.resolve("cassandra.password"), passwords.cassandra() + "\n");
        } catch (IOException e) {
            throw new Refusal("The data folder cannot be written (%s).".formatted(e.getMessage()), e);
        }
        return new Plan(
                folder,
                connector,
                List.copyOf(trustedProxies),
                secrets.kafka(),
                secrets.redis(),
                passwords,
                Keys.provide(folder.resolve("keys")),
                store,
                new Ports(free(used), free(used), free(used), free(used), free(used), free(used), free(used)),
                List.copyOf(instances));
    }

    private static int first(String service, PublicConnector connector, int ingestPort, Set<Integer> used) {
        if (service.equals(GATEWAY)) {
            return connector.port();
        }
        if (!service.equals(INGESTION)) {
            return free(used);
        }
        if (ingestPort != 0 && FreePorts.isTaken(ingestPort)) {
            throw new Refusal(
                    "Port %d is taken by another program. Choose another: --ingest-port.".formatted(ingestPort));
        }
        int next = connector.port() + 1;
        int port = ingestPort != 0 ? ingestPort : next <= 65_535 && !FreePorts.isTaken(next) ? next : free(used);
        used.add(port);
        return port;
    }

    private static int free(Set<Integer> used) {
        int port = FreePorts.pick();
        while (!used.add(port)) {
            port = FreePorts.pick();
        }
        return port;
    }

    Stream<Instance> of(String service) {
        return instances.stream().filter(instance -> instance.service.equals(service));
    }

    /** The service's addresses, as a setting has them. */
    String publicUrls(String service) {
        return String.join(
                ",", of(service).map(each -> "http://127.0.0.1:" + each.port).toList());
    }

    /** The service's internal addresses, as a setting has them. */
    String internalUrls(String service) {
        return String.join(
                ",", of(service).map(each -> each.internal().toString()).toList());
    }

    Path pidFile(String name) {
        return folder.resolve(Leftovers.FOLDER).resolve(name + ".pid");
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "Plan[" + folder.path() + ", " + instances + "]";
    }
}
