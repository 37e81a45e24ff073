package dev.statusmonitor.gateway.proxy;

import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Paths;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.Ordered;

/**
 * Adds the other services' OpenAPI documents to the gateway's, so that whoever asks the one address reads of all. A
 * service's document is fetched once; of one that does not answer, nothing is said until it does.
 */
public final class Descriptions implements OpenApiCustomizer, Ordered {
    private static final Logger log = LoggerFactory.getLogger(Descriptions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, List<URI>> services;
    private final Map<String, OpenAPI> fetched = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    public Descriptions(Map<String, List<URI>> services) {
        this.services = Map.copyOf(services);
    }

    /** Before the one that says who may call what. */
    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public void customise(OpenAPI document) {
        services.forEach((service, instances) -> {
            for (URI instance : instances) {
                OpenAPI found = fetched.computeIfAbsent(service, name -> fetch(name, instance));
                if (found != null) {
                    add(document, found);
                    break;
                }
            }
        });
    }

    private static void add(OpenAPI document, OpenAPI more) {
        if (more.getPaths() != null) {
            var all = document.getPaths() == null ? new Paths() : document.getPaths();
            more.getPaths().forEach((path, item) -> {
                var there = all.get(path);
                if (there == null) {
                    all.addPathItem(path, item);
                } else {
                    item.readOperationsMap().forEach(there::operation);
                }
            });
            document.setPaths(all);
        }
        if (more.getComponents() != null && more.getComponents().getSchemas() != null) {
            var components = document.getComponents() == null ? new Components() : document.getComponents();
            var schemas = new HashMap<>(more.getComponents().getSchemas());
            schemas.forEach(components::addSchemas);
            document.setComponents(components);
        }
    }

    @org.jspecify.annotations.Nullable private OpenAPI fetch(String service, URI instance) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(instance + "/openapi.json"))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Json.mapper().readValue(answer.body(), OpenAPI.class) : null;
        } catch (IOException e) {
            log.atWarn().setCause(e).addKeyValue("service", service).log("its description could not be fetched");
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
