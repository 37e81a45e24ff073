package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.starter.internal.InternalClients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All processes of all services, asked at once; one that does not answer within two seconds is left out. */
final class Members {
    private static final Logger log = LoggerFactory.getLogger(Members.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DOWN = "DOWN";

    private final Map<Plan.Instance, RestClient> clients = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Members(Plan plan, InternalClients all) {
        for (Plan.Instance instance : plan.instances()) {
            clients.put(instance, all.client(Plan.SELF, List.of(instance.internal())));
        }
    }

    /** The services' own figures, added up. */
    Map<String, Double> meters() {
        var sums = new TreeMap<String, Double>();
        ask(client -> client.get().uri("/internal/v1/meters").retrieve().body(String.class))
                .forEach((instance, answer) -> answer.ifPresent(text -> read(text)
                        .properties()
                        .forEach(meter ->
                                sums.merge(meter.getKey(), meter.getValue().asDouble(), Double::sum))));
        return sums;
    }

    /**
     * Each health indicator of each process. Where a service has several, an indicator is well when it is in all of them.
     */
    Map<String, Component> health() {
        var components = new TreeMap<String, Component>();
        ask(Members::health).forEach((instance, answer) -> {
            components.put(
                    instance.name(),
                    answer.isPresent() ? new Component("UP", "") : new Component(DOWN, "the process does not answer"));
            answer.ifPresent(text -> read(text).path("components").properties().forEach(component -> {
                String status = component.getValue().path("status").asString("");
                String reason =
                        component.getValue().path("details").path("reason").asString("");
                components.merge(
                        component.getKey(),
                        new Component(status, status.equals("UP") ? "" : instance.name() + ": " + reason),
                        (one, other) -> one.status.equals("UP") ? other : one);
            }));
        });
        return components;
    }

    private static @org.jspecify.annotations.Nullable String health(RestClient client) {
        try {
            return client.get().uri("/actuator/health").retrieve().body(String.class);
        } catch (HttpServerErrorException.ServiceUnavailable e) {
            // Not all is well, and it says what.
            return e.getResponseBodyAsString();
        }
    }

    /** What Prometheus would read from each process, each series with the process's name. */
    String prometheus() {
        var all = new StringBuilder();
        ask(client -> client.get().uri("/actuator/prometheus").retrieve().body(String.class))
                .forEach((instance, answer) -> answer.ifPresent(text -> text.lines()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .forEach(line ->
                                all.append(labelled(line, instance.name())).append('\n'))));
        return all.toString();
    }

    /** {@code name{a="b"} 1} or {@code name 1} with one label more. */
    static String labelled(String line, String instance) {
        int brace = line.indexOf('{');
        int end = line.indexOf(' ');
        String label = "process=\"" + instance + "\"";
        return brace >= 0 && brace < end
                ? line.substring(0, brace + 1) + label + "," + line.substring(brace + 1)
                : line.substring(0, end) + "{" + label + "}" + line.substring(end);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    private Map<Plan.Instance, Optional<String>> ask(
            Function<RestClient, @org.jspecify.annotations.Nullable String> question) {
        var asked = new LinkedHashMap<Plan.Instance, CompletableFuture<Optional<String>>>();
        clients.forEach((instance, client) -> asked.put(
                instance,
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Optional.ofNullable(question.apply(client));
                            } catch (RestClientException e) {
                                log.debug("{} does not answer", instance.name(), e);
                                return Optional.<String>empty();
                            }
                        },
                        threads)));
        var answers = new LinkedHashMap<Plan.Instance, Optional<String>>();
        asked.forEach((instance, answer) -> answers.put(instance, answer.join()));
        return answers;
    }

    /** @param reason why it is not well; empty where it is */
    record Component(String status, String reason) {}
}
