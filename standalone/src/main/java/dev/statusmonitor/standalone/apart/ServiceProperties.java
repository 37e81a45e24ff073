package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.standalone.agent.AgentProgram;
import dev.statusmonitor.standalone.network.TrustedProxies;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A process's settings that follow from the plan. */
final class ServiceProperties {
    private static final String LOOPBACK = "127\\.0\\.0\\.1";

    private ServiceProperties() {}

    static Map<String, String> of(Plan plan, Plan.Instance instance) {
        var properties = new HashMap<String, String>();
        properties.putAll(web(plan, instance));
        properties.putAll(shared(plan, instance.service(), instance.internalPort()));
        properties.putAll(
                switch (instance.service()) {
                    case Plan.AUTH -> auth(plan);
                    case Plan.INGESTION -> Map.of("statusmonitor.ingestion.redis.url", redis(plan));
                    case Plan.HISTORY -> history(plan, instance);
                    case Plan.ALERTS -> alerts(plan, instance);
                    default -> gateway(plan, instance);
                });
        return properties;
    }

    private static Map<String, String> web(Plan plan, Plan.Instance instance) {
        var web = new HashMap<String, String>();
        boolean inFront =
                instance.service().equals(Plan.GATEWAY) || instance.service().equals(Plan.INGESTION);
        web.put("server.address", inFront ? plan.connector().address().getHostAddress() : "127.0.0.1");
        web.put("server.port", Integer.toString(instance.port()));
        web.put(
                "server.tomcat.basedir",
                plan.folder().resolve("tmp").resolve(instance.name()).toString());
        web.put(
                "logging.file.name",
                plan.folder().resolve("logs").resolve(instance.name() + ".log").toString());
        web.put("logging.threshold.console", "OFF");
        if (!inFront) {
            // The gateway tells whose request it passes on.
            web.put("server.forward-headers-strategy", "native");
            web.put("server.tomcat.remoteip.internal-proxies", LOOPBACK);
        } else if (plan.trustedProxies().isEmpty()) {
            web.put("server.forward-headers-strategy", "none");
        } else {
            web.put("server.forward-headers-strategy", "native");
            web.put("server.tomcat.remoteip.internal-proxies", TrustedProxies.regex(plan.trustedProxies()));
        }
        return web;
    }

    /** What each process needs to know of the others, this one too. */
    static Map<String, String> shared(Plan plan, String service, int internalPort) {
        var shared = new HashMap<String, String>();
        shared.put(
                "statusmonitor.kafka.bootstrap-servers",
                "127.0.0.1:" + plan.ports().kafka());
        shared.put("statusmonitor.kafka.username", plan.kafka().user());
        shared.put("statusmonitor.kafka.password", plan.kafka().password());
        shared.put("statusmonitor.internal.bind", "127.0.0.1");
        shared.put("statusmonitor.internal.port", Integer.toString(internalPort));
        shared.put(
                "statusmonitor.internal.private-key-file",
                plan.keys().privateKey(service).toString());
        shared.put("statusmonitor.internal.trusted-keys", plan.keys().trusted().toString());
        for (String other : Plan.SERVICES.keySet()) {
            shared.put("statusmonitor.internal.services." + other, plan.internalUrls(other));
        }
        return shared;
    }

    private static String redis(Plan plan) {
        return "redis://default:%s@127.0.0.1:%d"
                .formatted(plan.redis(), plan.ports().redis());
    }

    private static Map<String, String> database(String prefix, Plan plan, String name, String password) {
        return Map.of(
                prefix + ".url",
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(plan.ports().postgres(), name),
                prefix + ".username",
                name,
                prefix + ".password",
                password);
    }

    private static Map<String, String> auth(Plan plan) {
        var auth = new HashMap<>(database(
                "statusmonitor.auth.database", plan, "auth", plan.passwords().auth()));
        auth.put("statusmonitor.auth.redis.url", redis(plan));
        auth.put(
                "statusmonitor.auth.master-key-file",
                plan.folder().resolve("auth").resolve("master.key").toString());
        URI publicUrl = plan.connector().configured();
        if (publicUrl == null) {
            auth.put(
                    "statusmonitor.auth.ingest-ports",
                    plan.of(Plan.INGESTION)
                            .map(edge -> Integer.toString(edge.port()))
                            .collect(Collectors.joining(",")));
        } else {
            // What stands in front sends /api/v1/metrics to the ingestion edges.
            auth.put("statusmonitor.auth.public-url", publicUrl.toString());
        }
        return auth;
    }

    private static Map<String, String> history(Plan plan, Plan.Instance instance) {
        Path folder = plan.folder().resolve("services").resolve(instance.name()).resolve("data");
        var history = new HashMap<String, String>();
        history.put("statusmonitor.history.data-folder", folder.toString());
        switch (plan.store()) {
            case INFLUXDB -> {
                history.put("statusmonitor.history.store", "influxdb");
                history.put(
                        "statusmonitor.history.influxdb.url",
                        "http://127.0.0.1:" + plan.ports().influxdb());
                history.put(
                        "statusmonitor.history.influxdb.token-file",
                        plan.folder().resolve("influxdb.token").toString());
            }
            case CASSANDRA -> {
                String prefix = "statusmonitor.history.cassandra.";
                history.put("statusmonitor.history.store", "cassandra");
                history.put(
                        prefix + "contact-points", "127.0.0.1:" + plan.ports().cassandra());
                history.put(prefix + "datacenter", CassandraServer.DATACENTER);
                // There is one node.
                history.put(prefix + "replicas", "1");
                history.put(prefix + "user", CassandraServer.USER);
                history.put(
                        prefix + "password-file",
                        plan.folder().resolve("cassandra.password").toString());
                // A write costs by the request: several seconds of a host are one.
                history.put("statusmonitor.history.consume.max-wait", "5s");
                history.put("statusmonitor.history.consume.min-bytes", "16MB");
            }
        }
        return history;
    }

    private static Map<String, String> alerts(Plan plan, Plan.Instance instance) {
        var alerts = new HashMap<>(database(
                "statusmonitor.alerts.database",
                plan,
                "alerts",
                plan.passwords().alerts()));
        alerts.put("statusmonitor.alerts.public-url", plan.connector().shown().toString());
        // Any one knows all; so that not all ask the same one, each asks the one of its own number.
        plan.of(Plan.HISTORY)
                .filter(history -> history.number() == instance.number())
                .forEach(history ->
                        alerts.put("statusmonitor.alerts.history-url", "http://127.0.0.1:" + history.port()));
        alerts.put("statusmonitor.alerts.consume.instance", instance.name());
        return alerts;
    }

    private static Map<String, String> gateway(Plan plan, Plan.Instance instance) {
        var gateway = new HashMap<String, String>();
        for (String service : new String[] {Plan.AUTH, Plan.HISTORY, Plan.ALERTS}) {
            gateway.put("statusmonitor.gateway.proxy.services." + service, plan.publicUrls(service));
        }
        gateway.put("statusmonitor.gateway.consume.instance", instance.name());
        AgentProgram.find()
                .ifPresent(program -> gateway.put(
                        "statusmonitor.gateway.agent.jar", program.jar().toString()));
        URI publicUrl = plan.connector().configured();
        if (publicUrl != null) {
            gateway.put("statusmonitor.gateway.live.public-url", publicUrl.toString());
        }
        return gateway;
    }
}
