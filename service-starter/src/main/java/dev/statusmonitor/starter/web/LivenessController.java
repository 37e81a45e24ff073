package dev.statusmonitor.starter.web;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** All that the public connector says of the platform's health. */
@RestController
public class LivenessController {
    /** Whether the web server answers. */
    @GetMapping("/livez")
    public Map<String, String> live() {
        return Map.of("status", "up");
    }
}
