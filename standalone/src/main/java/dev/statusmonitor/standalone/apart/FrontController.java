package dev.statusmonitor.standalone.apart;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Health and meters of all processes, where those of one process would be. */
@RestController
class FrontController {
    private final Members members;

    FrontController(Members members) {
        this.members = members;
    }

    @GetMapping("/actuator")
    Map<String, Object> links() {
        return Map.of("_links", Map.of("health", Map.of("href", "/actuator/health")));
    }

    @GetMapping("/actuator/health")
    ResponseEntity<Map<String, Object>> health() {
        var components = new LinkedHashMap<String, Object>();
        boolean[] up = {true};
        members.health().forEach((name, component) -> {
            boolean well = component.status().equals("UP");
            up[0] &= well;
            components.put(
                    name,
                    component.reason().isEmpty()
                            ? Map.of("status", component.status())
                            : Map.of("status", component.status(), "details", Map.of("reason", component.reason())));
        });
        return ResponseEntity.status(up[0] ? 200 : 503)
                .body(Map.of("status", up[0] ? "UP" : "DOWN", "components", components));
    }

    @GetMapping(path = "/actuator/prometheus", produces = MediaType.TEXT_PLAIN_VALUE)
    String prometheus() {
        return members.prometheus();
    }
}
