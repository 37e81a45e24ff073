package dev.statusmonitor.history.copy;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples or windows as they travel between a copying process and the one whose store it fills. A number is the same on
 * both sides to its last bit.
 *
 * <p>Layout, big-endian: {@code byte kind (1 samples, 2 windows) · int32 lists · each list: int32 names · each name}, then
 * {@code int32 rows · each row: host · int64 time · int32 which list · its numbers}: of a sample a float64 for each name,
 * of a window for each name {@code float64 min · float64 max · float64 sum · int64 count}. Texts are as {@link
 * DataOutputStream#writeUTF} writes them.
 */
public final class CopyBody {
    /** The longest that is taken. */
    public static final int MAX_BYTES = 8 << 20;

    private static final byte SAMPLES = 1;
    private static final byte WINDOWS = 2;
    private static final int MAX_HOST = 255;
    private static final int SAMPLE_BYTES = 8;
    private static final int WINDOW_BYTES = 4 * 8;

    private CopyBody() {}

    /** The binary form of samples. */
    public static byte[] ofSamples(List<HostSample> samples) {
        var lists =
                new Lists(samples.stream().map(each -> each.sample().series()).toList());
        return written(SAMPLES, lists, samples.size(), out -> {
            for (HostSample each : samples) {
                head(
                        out,
                        each.host(),
                        each.sample().timestamp(),
                        lists.number(each.sample().series()));
                for (double value : each.sample().values()) {
                    out.writeDouble(value);
                }
            }
        });
    }

    /** The binary form of windows. */
    public static byte[] ofWindows(List<HostWindow> windows) {
        var lists = new Lists(windows.stream().map(HostWindow::series).toList());
        return written(WINDOWS, lists, windows.size(), out -> {
            for (HostWindow each : windows) {
                head(out, each.host(), each.start(), lists.number(each.series()));
                for (int i = 0; i < each.series().size(); i++) {
                    out.writeDouble(each.mins()[i]);
                    out.writeDouble(each.maxs()[i]);
                    out.writeDouble(each.sums()[i]);
                    out.writeLong(each.counts()[i]);
                }
            }
        });
    }

    private static void head(DataOutputStream out, String host, long time, int list) throws IOException {
        out.writeUTF(host);
        out.writeLong(time);
        out.writeInt(list);
    }

    /** Each list of names once. */
    private static final class Lists {
        private final Map<SeriesList, Integer> numbers = new LinkedHashMap<>();

        Lists(List<SeriesList> all) {
            all.forEach(each -> numbers.putIfAbsent(each, numbers.size()));
        }

        int number(SeriesList list) {
            return numbers.getOrDefault(list, -1);
        }

        void write(DataOutputStream out) throws IOException {
            out.writeInt(numbers.size());
            for (SeriesList list : numbers.keySet()) {
                out.writeInt(list.size());
                for (String name : list.names()) {
                    out.writeUTF(name);
                }
            }
        }
    }

    private interface Rows {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] written(byte kind, Lists lists, int count, Rows rows) {
        var bytes = new ByteArrayOutputStream(64 << 10);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            lists.write(out);
            out.writeInt(count);
            rows.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads samples.
     *
     * @throws IllegalArgumentException with a sentence, where these are none or what is in them cannot be
     */
    public static List<HostSample> samples(byte[] body) {
        return read(body, SAMPLES, SAMPLE_BYTES, (in, host, time, list) -> {
            var values = new double[list.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = finite(in.readDouble());
            }
            return new HostSample(host, new Sample(Sample.SCHEMA, time, list, values));
        });
    }

    /**
     * Reads windows.
     *
     * @throws IllegalArgumentException with a sentence, where these are none or what is in them cannot be
     */
    public static List<HostWindow> windows(byte[] body) {
        return read(body, WINDOWS, WINDOW_BYTES, (in, host, start, list) -> {
            int size = list.size();
            var window = new HostWindow(
                    host, start, list, new double[size], new double[size], new double[size], new long[size]);
            for (int i = 0; i < size; i++) {
                window.mins()[i] = finite(in.readDouble());
                window.maxs()[i] = finite(in.readDouble());
                window.sums()[i] = in.readDouble();
                window.counts()[i] = in.readLong();
                // Of many large values the sum may be beyond all numbers.
                if (Double.isNaN(window.sums()[i]) || window.counts()[i] < 1) {
                    throw new IllegalArgumentException("A window has a sum that is no number, or no values.");
                }
            }
            return window;
        });
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("A value is not a finite number.");
        }
        return value;
    }

    private interface Row<T> {
        T read(DataInputStream in, String host, long time, SeriesList list) throws IOException;
    }

    private static <T> List<T> read(byte[] body, byte kind, int bytesOfName, Row<T> row) {
        // What it says of its length is believed only as far as there are bytes.
        try (var in = new DataInputStream(new ByteArrayInputStream(body))) {
            if (in.readByte() != kind) {
                throw new IllegalArgumentException("The body is of another kind than this address takes.");
            }
            var lists = new ArrayList<SeriesList>();
            for (int left = count(in); left > 0; left--) {
                lists.add(list(in));
            }
            var rows = new ArrayList<T>();
            for (int left = count(in); left > 0; left--) {
                String host = in.readUTF();
                long time = in.readLong();
                int number = in.readInt();
                if (host.isEmpty() || host.length() > MAX_HOST || number < 0 || number >= lists.size()) {
                    throw new IllegalArgumentException("A row is of no host, or its list of names is not there.");
                }
                SeriesList list = lists.get(number);
                if ((long) bytesOfName * list.size() > in.available()) {
                    throw cutShort(null);
                }
                rows.add(row.read(in, host, time, list));
            }
            if (in.available() > 0) {
                throw new IllegalArgumentException("The body goes on after its last row.");
            }
            return rows;
        } catch (IOException e) {
            throw cutShort(e);
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw cutShort(null);
        }
        return count;
    }

    private static SeriesList list(DataInputStream in) throws IOException {
        var names = new ArrayList<String>();
        for (int left = count(in); left > 0; left--) {
            names.add(in.readUTF());
        }
        try {
            // No other text is fit to be a name, whichever order its attributes stand in.
            names.forEach(SeriesKey::parse);
            return SeriesList.of(names);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A list of names is none: " + e.getMessage() + ".", e);
        }
    }

    private static IllegalArgumentException cutShort(@Nullable IOException e) {
        return new IllegalArgumentException("The body is cut short or damaged.", e);
    }
}
