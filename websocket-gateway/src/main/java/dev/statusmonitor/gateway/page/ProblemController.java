package dev.statusmonitor.gateway.page;

import dev.statusmonitor.starter.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains a problem type to who follows its address, as a page or as JSON. */
@RestController
public final class ProblemController {
    private static final CacheControl AN_HOUR =
            CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

    @GetMapping(path = "/problems/{name}", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page(@PathVariable String name) {
        return ResponseEntity.ok().cacheControl(AN_HOUR).body(find(name).html());
    }

    @GetMapping(path = "/problems/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, String>> json(@PathVariable String name) {
        ProblemPages.Page page = find(name);
        return ResponseEntity.ok()
                .cacheControl(AN_HOUR)
                .body(Map.of("type", page.type(), "title", page.title(), "text", page.text()));
    }

    private static ProblemPages.Page find(String name) {
        ProblemPages.Page page = ProblemPages.find("/problems/" + name);
        if (page == null) {
            throw ProblemException.notFound("There is no problem of this name.");
        }
        return page;
    }
}
