package dev.statusmonitor.ingestion.authenticate;

import org.jspecify.annotations.Nullable;

/** Where auth-service's verdicts are kept. Answers null rather than a verdict that might no longer be so. */
interface TokenCache {
    /** What is known here and now without asking anybody; null where nothing is. */
    @Nullable Verdict near(HostToken.Hash token);

    /**
     * What the cache says; null where it does not know the token, knows of news that the verdict does not, or does not
     * answer in time.
     *
     * @param claimedHost the host that the token names, unchecked
     */
    @Nullable Verdict ask(HostToken.Hash token, String claimedHost);
}
