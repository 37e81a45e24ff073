package dev.statusmonitor.history.receive;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.history.copy.CopyBody;
import dev.statusmonitor.history.copy.CopyTarget;
import dev.statusmonitor.history.copy.RunningTarget;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.upkeep.StoreKeeper;
import dev.statusmonitor.starter.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a copy asks of its target, asked of the embedded store of this process by the owner's tools. A store that is a
 * server's is asked by whoever copies itself, so here it is not found.
 *
 * <p>A body is read and understood whole before anything of it is stored; what was answered with success is stored.
 */
@RestController
final class CopyController {
    private static final String ROOT = RunningTarget.ROOT;
    /** As far ahead as a copy reads. More would keep the store from telling what was stored when. */
    private static final Duration AHEAD = Duration.ofHours(2);

    private static final int MAX_WINDOWS = 1_000;
    private static final Duration ROLL_UP = Duration.ofMinutes(1);

    private final TieredStore store;
    private final CopyTarget target;
    private final Receiver receiver;
    private final StoreKeeper keeper;
    private final Clock clock;

    CopyController(TieredStore store, Receiver receiver, StoreKeeper keeper, Clock clock) {
        this.store = store;
        this.target = CopyTarget.of(store);
        this.receiver = receiver;
        this.keeper = keeper;
        this.clock = clock;
    }

    /**
     * The answer of a store that can take something now.
     *
     * @param retention for how long it keeps a sample, in milliseconds
     */
    record StoreAnswer(@JsonProperty("retention_ms") long retention) {}

    @GetMapping(path = ROOT, produces = MediaType.APPLICATION_JSON_VALUE)
    StoreAnswer store() throws Exception {
        requireEmbedded();
        return receiver.run(() -> {
            target.check();
            return new StoreAnswer(target.retention().toMillis());
        });
    }

    @PostMapping(path = ROOT + "/samples", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void samples(HttpServletRequest request) throws Exception {
        requireEmbedded();
        receiver.run(() -> {
            List<HostSample> samples = read(request, CopyBody::samples);
            requireTimes(samples, each -> each.sample().timestamp());
            target.write(samples);
            return samples.size();
        });
    }

    @PostMapping(path = ROOT + "/windows", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void windows(@RequestParam("tier") String label, HttpServletRequest request) throws Exception {
        requireEmbedded();
        Tier tier = tier(label);
        receiver.run(() -> {
            List<HostWindow> windows = read(request, CopyBody::windows);
            requireTimes(windows, each -> each.start() + tier.step());
            if (windows.stream().anyMatch(each -> tier.window(each.start()) != each.start())) {
                throw bad("A window of " + label + " begins in the middle of one.");
            }
            target.merge(tier, windows);
            return windows.size();
        });
    }

    @GetMapping(path = ROOT + "/windows", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    byte[] windows(
            @RequestParam("host") String host,
            @RequestParam("tier") String label,
            @RequestParam("start") long start,
            @RequestParam("stop") long stop)
            throws Exception {
        requireEmbedded();
        Tier tier = tier(label);
        if (start < 0
                || stop < start
                || stop - start > MAX_WINDOWS * tier.step()
                || tier.window(start) != start
                || tier.window(stop) != stop) {
            throw bad("start and stop are where windows of " + label + " begin, at most " + MAX_WINDOWS
                    + " of them apart.");
        }
        return receiver.run(() -> {
            var found = new ArrayList<HostWindow>();
            target.windows(host, new TierRange(tier, start, stop), found::add);
            return CopyBody.ofWindows(found);
        });
    }

    /** Not by whoever asks: the store is rolled up by one thread, which does it again when it is asked. */
    @PostMapping(ROOT + "/roll-up")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rollUp() throws InterruptedException {
        requireEmbedded();
        if (!keeper.rollUpNow(ROLL_UP)) {
            throw ProblemException.unavailable(
                    "What was copied is not rolled up within a minute. See what doctor says of the history.",
                    Duration.ofSeconds(10));
        }
    }

    private void requireEmbedded() {
        if (store.copier().isEmpty()) {
            throw ProblemException.notFound("The history of this platform is in no embedded store; copy to "
                    + store.name() + " by its own name.");
        }
    }

    private static <T> List<T> read(HttpServletRequest request, Function<byte[], List<T>> form) throws IOException {
        byte[] body = request.getInputStream().readNBytes(CopyBody.MAX_BYTES + 1);
        if (body.length > CopyBody.MAX_BYTES) {
            throw new ProblemException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    ProblemTypes.TOO_LARGE,
                    "A body has at most " + CopyBody.MAX_BYTES + " bytes; send it in several.");
        }
        try {
            return form.apply(body);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private <T> void requireTimes(List<T> rows, ToLongFunction<T> time) {
        long latest = clock.millis() + AHEAD.toMillis();
        if (rows.stream().mapToLong(time).anyMatch(each -> each < 0 || each > latest)) {
            throw bad("A time is before 1970, or more than two hours ahead.");
        }
    }

    private static Tier tier(String label) {
        return Stream.of(Tier.MINUTE, Tier.HOUR)
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> bad("Tiers of windows are 1m and 1h."));
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, ProblemTypes.BAD_REQUEST, detail);
    }
}
