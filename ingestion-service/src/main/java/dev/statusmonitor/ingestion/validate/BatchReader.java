package dev.statusmonitor.ingestion.validate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.statusmonitor.contract.SeriesLists;
import java.time.InstantSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads bodies of requests: strict about what is JSON, tolerant sample by sample and value by value. Safe for use by
 * several threads.
 */
public final class BatchReader {
    /** Bounds what is remembered about hosts, in names. */
    private static final long MOST_REMEMBERED_NAMES = 4_000_000;

    private final SampleLimits limits;
    private final InstantSource clock;
    private final JsonFactory json = JsonFactory.builder()
            // NaN and Infinity cost their sample, not the batch.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private final SentNames names = new SentNames();
    private final SeriesLists lists = new SeriesLists();
    private final Cache<String, NameSequence> usual = Caffeine.newBuilder()
            .maximumWeight(MOST_REMEMBERED_NAMES)
            .weigher((String host, NameSequence sequence) ->
                    10 + sequence.names().size())
            .build();

    public BatchReader(SampleLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Reads one sample or an array of them.
     *
     * @param host whose samples they are; only remembered to read its next ones faster
     * @param body UTF-8 (or another encoding that RFC 8259 readers detect)
     * @param length how many bytes of {@code body} count
     * @throws NotJsonException where the body is no JSON, or neither an object nor an array
     * @throws TooManySamplesException where there are more than a request may have
     */
    public Batch read(String host, byte[] body, int length) throws NotJsonException, TooManySamplesException {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body, 0, length)) {
            var reading = new BatchReading(parser, limits, clock.millis(), names, lists, remembered(host));
            Batch batch = reading.read();
            if (reading.sequenceIsNew()) {
                usual.put(host, reading.sequence());
            }
            return batch;
        } catch (StreamConstraintsException e) {
            throw new NotJsonException("the body is not read further: " + sentence(e));
        } catch (JacksonException e) {
            throw new NotJsonException("the body is not JSON, " + place(e) + ": " + sentence(e));
        }
    }

    private NameSequence remembered(String host) {
        NameSequence sequence = usual.getIfPresent(host);
        return sequence == null ? NameSequence.NONE : sequence;
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? "at its end"
                : "line " + location.getLineNr() + ", column " + Math.max(1, location.getColumnNr());
    }

    private static String sentence(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int lines = message.indexOf('\n');
        return Quoted.of(lines < 0 ? message : message.substring(0, lines), 200);
    }
}
