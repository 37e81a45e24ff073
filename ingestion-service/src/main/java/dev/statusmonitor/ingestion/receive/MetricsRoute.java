package dev.statusmonitor.ingestion.receive;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.ingestion.authenticate.HostGate;
import dev.statusmonitor.ingestion.publish.NotPublishedException;
import dev.statusmonitor.ingestion.publish.SamplePublisher;
import dev.statusmonitor.ingestion.validate.Batch;
import dev.statusmonitor.ingestion.validate.BatchReader;
import dev.statusmonitor.ingestion.validate.NotJsonException;
import dev.statusmonitor.ingestion.validate.TooManySamplesException;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.problem.ProblemWriter;
import dev.statusmonitor.starter.web.StandardHeaders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * {@code POST /api/v1/metrics}. Agents ask nothing else, and all of them every second; so it is answered by a filter
 * before the rest of the web stack, whose observations, security chains and dispatching would cost more than the work
 * itself. What that stack would see to is seen to here: who sends, how much, and errors as problem details.
 */
final class MetricsRoute implements Filter {
    static final String PATH = "/api/v1/metrics";

    /** The platform's Unix time in milliseconds, with every answer: agents set their clocks by it. */
    private static final String TIME_HEADER = "StatusMonitor-Time";

    private static final Logger log = LoggerFactory.getLogger(MetricsRoute.class);

    private final HostGate gate;
    private final HostLimiter limiter;
    private final BatchReader reader;
    private final SamplePublisher publisher;
    private final InstantSource clock;
    private final int maxBody;
    private final RequestCounters requests;
    private final Counter received;
    private final Counter refused;
    private final Counter ignored;

    MetricsRoute(
            ReceiveSettings settings,
            HostGate gate,
            BatchReader reader,
            SamplePublisher publisher,
            InstantSource clock,
            MeterRegistry meters) {
        this.gate = gate;
        this.limiter = new HostLimiter(settings);
        this.reader = reader;
        this.publisher = publisher;
        this.clock = clock;
        this.maxBody = Math.toIntExact(settings.maxBody().toBytes());
        this.requests = new RequestCounters(meters);
        this.received = counter(meters, "samples.received", "Samples in requests that were read");
        this.refused = counter(meters, "samples.refused", "Samples that were bad");
        this.ignored = counter(meters, "values.ignored", "Values left out of samples that were taken");
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("statusmonitor.ingestion." + name)
                .description(description)
                .register(meters);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
        answer((HttpServletRequest) request, (HttpServletResponse) response);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        tellTime(response, clock.millis());
        StandardHeaders.write(response);
        try {
            if (request.getMethod().equals("POST")) {
                post(request, response);
            } else {
                response.setHeader(HttpHeaders.ALLOW, "POST");
                throw new ProblemException(
                        HttpStatus.METHOD_NOT_ALLOWED,
                        ProblemTypes.METHOD_NOT_ALLOWED,
                        "This address takes samples, sent by POST.");
            }
        } catch (ProblemException e) {
            ProblemWriter.write(response, e.problem(), e.retryAfter());
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("samples could not be taken for a reason that nobody foresaw");
            ProblemWriter.write(
                    response,
                    new Problem(
                            HttpStatus.INTERNAL_SERVER_ERROR,
                            ProblemTypes.INTERNAL_ERROR,
                            "Something failed inside the platform; its log says what. Trying again may help."));
        }
        requests.count(response.getStatus());
    }

    private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String host = gate.admit(request, response);
        if (host == null) {
            return;
        }
        limiter.request(host);
        Body body = Body.read(request, maxBody);
        Batch batch = read(host, body);
        limiter.samples(host, batch.samples());
        received.increment(batch.samples());
        if (batch.refusedCount() > 0) {
            refused.increment(batch.refusedCount());
        }
        if (batch.accepted().isEmpty()) {
            ProblemWriter.write(response, Answer.noneAccepted(batch));
            return;
        }
        try {
            publisher.publish(host, batch.accepted(), clock.millis());
        } catch (NotPublishedException e) {
            throw ProblemException.unavailable(
                    "Nothing of the request counts as taken: " + e.getMessage() + ". Send it again.",
                    Duration.ofSeconds(1));
        }
        if (batch.ignoredCount() > 0) {
            ignored.increment(batch.ignoredCount());
        }
        accept(response, batch);
    }

    private Batch read(String host, Body body) {
        try {
            return reader.read(host, body.bytes(), body.length());
        } catch (NotJsonException e) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, ProblemTypes.NOT_JSON, sentence(e));
        } catch (TooManySamplesException e) {
            throw new ProblemException(HttpStatus.CONTENT_TOO_LARGE, ProblemTypes.TOO_LARGE, sentence(e));
        }
    }

    private static String sentence(Exception e) {
        String message = String.valueOf(e.getMessage());
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }

    private void accept(HttpServletResponse response, Batch batch) throws IOException {
        long now = clock.millis();
        byte[] json = Answer.accepted(batch, now);
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
        tellTime(response, now);
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    private static void tellTime(HttpServletResponse response, long now) {
        response.setHeader(TIME_HEADER, Long.toString(now));
    }
}
