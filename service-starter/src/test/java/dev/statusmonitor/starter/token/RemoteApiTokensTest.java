package dev.statusmonitor.starter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.contract.Scopes;
import dev.statusmonitor.starter.token.RemoteApiTokens.Introspection;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RemoteApiTokensTest {
    private static final String TOKEN = "smp_" + "a".repeat(43);
    private static final long MILLISECOND = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger questions = new AtomicInteger();
    private final TestClock clock = new TestClock(Instant.ofEpochMilli(1_000));
    private volatile Introspection answer = active(NEVER);
    private volatile long takes;
    private volatile boolean away;

    private final RemoteApiTokens tokens = new RemoteApiTokens(
            token -> {
                questions.incrementAndGet();
                nanoTime.addAndGet(takes);
                if (away) {
                    throw new IllegalStateException("away");
                }
                return answer;
            },
            nanoTime::get,
            clock);

    private static Introspection active(long expires) {
        return new Introspection(true, "account-1", "t1", Set.of(Scopes.HISTORY_READ), expires);
    }

    @Test
    void saysWhoCallsAndAsksOnceASecond() {
        assertThat(tokens.find(TOKEN)).contains(Caller.withToken("account-1", "t1", Set.of(Scopes.HISTORY_READ)));
        nanoTime.addAndGet(999 * MILLISECOND);
        assertThat(tokens.find(TOKEN)).isPresent();
        assertThat(questions).hasValue(1);

        answer = Introspection.REFUSED;
        nanoTime.addAndGet(2 * MILLISECOND);

        assertThat(tokens.find(TOKEN)).isEmpty();
        assertThat(tokens.find(TOKEN)).isEmpty();
        assertThat(questions).hasValue(2);
    }

    @Test
    void anAnswerCountsFromTheMomentOfItsQuestion() {
        takes = 900 * MILLISECOND;
        assertThat(tokens.find(TOKEN)).isPresent();
        answer = Introspection.REFUSED;
        takes = 0;
        nanoTime.addAndGet(101 * MILLISECOND);

        assertThat(tokens.find(TOKEN)).isEmpty();
    }

    @Test
    void neverGuessesWhileNobodyAnswers() {
        assertThat(tokens.find(TOKEN)).isPresent();
        away = true;
        nanoTime.addAndGet(1_001 * MILLISECOND);

        assertThatThrownBy(() -> tokens.find(TOKEN)).isInstanceOf(ApiTokens.UnavailableException.class);
        away = false;
        assertThat(tokens.find(TOKEN)).isPresent();
    }

    @Test
    void takesNoAnswerThatLacksWhoseItIs() {
        answer = new Introspection(true, null, "t1", Set.of(), NEVER);

        assertThatThrownBy(() -> tokens.find(TOKEN)).isInstanceOf(ApiTokens.UnavailableException.class);
    }

    @Test
    void anExpiredTokenIsRefusedAtOnce() {
        answer = active(1_500);
        assertThat(tokens.find(TOKEN)).isPresent();
        clock.set(Instant.ofEpochMilli(1_500));

        assertThat(tokens.find(TOKEN)).isEmpty();
        assertThat(questions).hasValue(1);
    }

    @Test
    void whatIsNoTokenIsNotAskedAbout() {
        for (String text : new String[] {"", "smp_", "smp_short", TOKEN + "a", "x" + TOKEN, TOKEN.replace('a', '.')}) {
            assertThat(tokens.find(text)).as(text).isEmpty();
        }
        assertThat(questions).hasValue(0);
    }
}
