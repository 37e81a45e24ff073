package dev.statusmonitor.ingestion.validate;

import dev.statusmonitor.contract.Sample;
import java.util.List;

/**
 * What a request brought, sorted into what is taken and what is not.
 *
 * @param samples how many samples the request had
 * @param accepted those that may be published, in the request's order
 * @param refused the first {@value #MOST_NAMED} that are not
 * @param refusedCount how many those are in all
 * @param ignored the first {@value #MOST_NAMED} values that were left out of accepted samples
 * @param ignoredCount how many those are in all
 */
public record Batch(
        int samples,
        List<Sample> accepted,
        List<Refused> refused,
        int refusedCount,
        List<Ignored> ignored,
        int ignoredCount) {
    /** So many refused samples and ignored values are told one by one. */
    public static final int MOST_NAMED = 20;

    /**
     * A sample that is not taken.
     *
     * @param index its position in the request, from 0
     * @param reason a sentence for the sender
     */
    public record Refused(int index, String reason) {}

    /**
     * A value that is left out while the rest of its sample is taken.
     *
     * @param index the sample's position in the request, from 0
     * @param series the name as it was sent, cut where it is very long
     * @param reason a sentence for the sender
     */
    public record Ignored(int index, String series, String reason) {}
}
