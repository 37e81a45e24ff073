package dev.statusmonitor.standalone.doctor;

import dev.statusmonitor.standalone.report.ConsumerLag;
import dev.statusmonitor.standalone.report.PlatformReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where samples are, by arithmetic: what came in was refused, published, or answered by a 503 that makes the agent send
 * it again; what was published is stored or still before the history's group.
 */
final class Flow {
    private static final String INGESTION = "statusmonitor.ingestion.samples.";
    private static final String HISTORY = "statusmonitor.history.samples.";
    private static final String GATEWAY_LAG = "statusmonitor.gateway.lag";

    private Flow() {}

    static List<Check> checks(PlatformReport report) {
        var checks = new ArrayList<Check>();
        report.lag().forEach((group, lag) -> checks.add(lag(group, lag)));
        Map<String, Double> meters = report.meters();
        if (meters.containsKey(GATEWAY_LAG)) {
            checks.add(Check.good("lag gateway", records(count(meters, GATEWAY_LAG))));
        }
        checks.add(loss(meters));
        return checks;
    }

    private static Check lag(String group, ConsumerLag lag) {
        String part = "lag " + group;
        return lag.late() == 0
                ? Check.good(part, records(lag.records()) + shared(lag))
                : Check.bad(
                        part, records(lag.records()) + ", " + lag.late() + " of them for more than 10 s" + shared(lag));
    }

    /** Of one process that reads alone there is nothing to tell. */
    private static String shared(ConsumerLag lag) {
        return lag.shares().size() < 2
                ? ""
                : "; " + lag.shares().size() + " processes share the partitions: "
                        + lag.shares().stream().map(String::valueOf).collect(Collectors.joining(" + "));
    }

    private static String records(long records) {
        return records == 1 ? "1 record" : records + " records";
    }

    private static Check loss(Map<String, Double> meters) {
        long received = count(meters, INGESTION + "received");
        long refused = count(meters, INGESTION + "refused");
        long unpublished = count(meters, INGESTION + "unpublished");
        long published = count(meters, INGESTION + "published");
        long dropped = count(meters, HISTORY + "dropped");
        long lost = lost(received, refused, unpublished, published, count(meters, INGESTION + "in.flight")) + dropped;
        String text =
                "%d samples lost since the start (%d received = %d published + %d refused + %d to be sent again; %d dropped by the history)"
                        .formatted(lost, received, published, refused, unpublished, dropped);
        long outlived = count(meters, HISTORY + "outlived");
        return new Check("loss", lost == 0, outlived == 0 ? text : text + outlived(outlived));
    }

    private static String outlived(long count) {
        return "; %d that were stored before an unclean stop are too old to be stored again".formatted(count);
    }

    /** The counters are read one after the other while samples come in, so a few may be under way. */
    private static long lost(long received, long refused, long unpublished, long published, long inFlight) {
        long open = received - refused - unpublished - published - inFlight;
        return open > Math.max(100, received / 100) ? open : 0;
    }

    private static long count(Map<String, Double> meters, String name) {
        return Math.round(meters.getOrDefault(name, 0.0));
    }
}
