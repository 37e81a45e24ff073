package dev.statusmonitor.ingestion.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NearCacheTest {
    private static final HostToken.Hash TOKEN = new HostToken("a.b.c").hash();
    private static final Verdict GOOD = new Verdict.Good("h1", 1, 1_000);

    private final NearCache cache = new NearCache();

    @Test
    void knowsWhatWasFilledIn() {
        NearCache.Slot slot = cache.prepare(TOKEN, "h1");
        assertThat(cache.find(TOKEN)).isNull();
        slot.fill(GOOD);
        assertThat(cache.find(TOKEN)).isEqualTo(GOOD);
    }

    @Test
    void newsOfTheTokenSpoilsIt() {
        cache.prepare(TOKEN, "h1").fill(GOOD);
        cache.tokenChanged(TOKEN);
        assertThat(cache.find(TOKEN)).isNull();
    }

    @Test
    void newsOfTheEpochSpoilsIt() {
        cache.prepare(TOKEN, "h1").fill(GOOD);
        cache.epochChanged("h2");
        assertThat(cache.find(TOKEN)).isEqualTo(GOOD);
        cache.epochChanged("h1");
        assertThat(cache.find(TOKEN)).isNull();
    }

    @Test
    void newsThatCameWhileItWasReadSpoilsTheAnswer() {
        NearCache.Slot first = cache.prepare(TOKEN, "h1");
        cache.epochChanged("h1");
        first.fill(GOOD);
        assertThat(cache.find(TOKEN)).isNull();
        NearCache.Slot second = cache.prepare(TOKEN, "h1");
        cache.tokenChanged(TOKEN);
        second.fill(GOOD);
        assertThat(cache.find(TOKEN)).isNull();
    }

    @Test
    void whatIsReadAfterTheNewsCounts() {
        cache.prepare(TOKEN, "h1").fill(GOOD);
        cache.epochChanged("h1");
        var newer = new Verdict.Good("h1", 2, 1_000);
        cache.prepare(TOKEN, "h1").fill(newer);
        assertThat(cache.find(TOKEN)).isEqualTo(newer);
    }
}
