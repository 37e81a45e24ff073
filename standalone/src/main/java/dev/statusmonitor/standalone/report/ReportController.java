package dev.statusmonitor.standalone.report;

import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands out the report, on the internal connector alone. */
@RestController
public class ReportController {
    private final PlatformReporter reporter;

    public ReportController(PlatformReporter reporter) {
        this.reporter = reporter;
    }

    /** How the platform is. */
    @GetMapping("/internal/v1/platform")
    public PlatformReport report() throws IOException, InterruptedException {
        return reporter.report();
    }
}
