package dev.statusmonitor.history.query;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What other services may ask about the samples of any host. */
@RestController
final class SamplesController {
    private final Histories histories;

    SamplesController(Histories histories) {
        this.histories = histories;
    }

    @GetMapping(path = "/internal/v1/samples/count", produces = MediaType.APPLICATION_JSON_VALUE)
    void count(
            @RequestParam("host") String host,
            @RequestParam("start") long start,
            @RequestParam("stop") long stop,
            HttpServletResponse response)
            throws IOException {
        var count = histories.count(host, start, stop);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        HistoryJson.count(response.getOutputStream(), count);
    }

    @GetMapping(path = "/internal/v1/samples/newest", produces = MediaType.APPLICATION_JSON_VALUE)
    void newest(@RequestParam("host") String host, HttpServletResponse response) throws IOException {
        var newest = histories.newest(host);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        HistoryJson.latest(response.getOutputStream(), host, newest);
    }
}
