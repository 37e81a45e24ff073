package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.contract.SeriesList;
import io.questdb.std.BinarySequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One host's rows of an hour, a day or a week, column by column, with their names: a cell that needs nothing else to be
 * read. Rows with the same names stand together, in the order of time.
 *
 * <p>Layout: {@code byte version (1) · number of segments · segments}; a segment: {@code rows · length of the names ·
 * length of each column · names · columns}, the first column being the times; numbers are variable in length.
 */
final class ColumnBlock {
    private static final byte VERSION = 1;

    private ColumnBlock() {}

    /** Puts rows together. */
    static final class Builder {
        private final int columnsOfSeries;
        private final Map<SeriesList, Rows> segments = new LinkedHashMap<>();
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        /** @param columnsOfSeries how many values a series has in a row */
        Builder(int columnsOfSeries) {
            this.columnsOfSeries = columnsOfSeries;
        }

        /** @param values of the first series, then of the second, and so on */
        void add(long time, SeriesList series, double[] values) {
            segments.computeIfAbsent(series, s -> new Rows()).rows.add(new Row(time, values));
            first = Math.min(first, time);
            last = Math.max(last, time);
        }

        boolean isEmpty() {
            return segments.isEmpty();
        }

        long first() {
            return first;
        }

        long last() {
            return last;
        }

        byte[] build(ColumnCodec codec) {
            var out = new ColumnCodec.Bytes();
            out.write(VERSION);
            out.varint(segments.size());
            segments.forEach((series, rows) -> {
                rows.rows.sort(Comparator.comparingLong(Row::time));
                segment(series, rows.rows, codec, out);
            });
            return out.toByteArray();
        }

        private void segment(SeriesList series, List<Row> rows, ColumnCodec codec, ColumnCodec.Bytes out) {
            byte[] names = codec.encodeText(String.join("\n", series.names()).getBytes(StandardCharsets.UTF_8));
            var columns = new ArrayList<byte[]>();
            columns.add(codec.encode(rows.stream().mapToDouble(Row::time).toArray()));
            for (int column = 0; column < series.size() * columnsOfSeries; column++) {
                int at = column;
                columns.add(codec.encode(
                        rows.stream().mapToDouble(row -> row.values()[at]).toArray()));
            }
            out.varint(rows.size());
            out.varint(names.length);
            out.varint(columns.size());
            columns.forEach(column -> out.varint(column.length));
            out.writeBytes(names);
            columns.forEach(out::writeBytes);
        }
    }

    private static final class Rows {
        final List<Row> rows = new ArrayList<>();
    }

    private record Row(long time, double[] values) {}

    /** Takes one segment. */
    interface Visitor {
        void visit(Segment segment);
    }

    /** @throws IllegalArgumentException where the bytes are no block */
    static void read(BinarySequence block, ColumnCodec codec, Visitor visitor) {
        var in = new Reader(block);
        if (in.next() != VERSION) {
            throw new IllegalArgumentException("a block of an unknown form");
        }
        long segments = in.varint();
        for (long i = 0; i < segments; i++) {
            int rows = (int) in.varint();
            int namesLength = (int) in.varint();
            var ends = new long[(int) in.varint()];
            long end = 0;
            for (int column = 0; column < ends.length; column++) {
                end += in.varint();
                ends[column] = end;
            }
            long names = in.at;
            long columns = names + namesLength;
            visitor.visit(new Segment(in, codec, rows, names, columns, ends));
            in.at = columns + end;
        }
    }

    /** Rows with the same names; good only while the visitor runs. */
    static final class Segment {
        private final Reader in;
        private final ColumnCodec codec;
        private final int rows;
        private final long names;
        private final long columns;
        private final long[] ends;

        private Segment(Reader in, ColumnCodec codec, int rows, long names, long columns, long[] ends) {
            this.in = in;
            this.codec = codec;
            this.rows = rows;
            this.names = names;
            this.columns = columns;
            this.ends = ends;
        }

        int rows() {
            return rows;
        }

        SeriesList series() {
            String text =
                    new String(codec.decodeText(in.bytes(names, (int) (columns - names))), StandardCharsets.UTF_8);
            return SeriesList.of(text.isEmpty() ? List.of() : List.of(text.split("\n", -1)));
        }

        /** The time of each row, ascending. */
        long[] times() {
            double[] times = decode(0);
            var whole = new long[times.length];
            for (int i = 0; i < whole.length; i++) {
                whole[i] = (long) times[i];
            }
            return whole;
        }

        /** The values of one column, in the order of the rows; counted as a row's values are. */
        double[] values(int column) {
            return decode(column + 1);
        }

        private double[] decode(int column) {
            long start = column == 0 ? 0 : ends[column - 1];
            return codec.decode(in.bytes(columns + start, (int) (ends[column] - start)), rows);
        }
    }

    private static final class Reader {
        private final BinarySequence block;
        private long at;

        Reader(BinarySequence block) {
            this.block = block;
        }

        byte next() {
            if (at >= block.length()) {
                throw new IllegalArgumentException("a block that is cut short");
            }
            return block.byteAt(at++);
        }

        long varint() {
            long number = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                byte next = next();
                number |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return number;
                }
            }
            throw new IllegalArgumentException("a number without an end");
        }

        byte[] bytes(long start, int length) {
            if (length < 0 || start + length > block.length()) {
                throw new IllegalArgumentException("a block that is cut short");
            }
            var copy = new byte[length];
            for (int i = 0; i < length; i++) {
                copy[i] = block.byteAt(start + i);
            }
            return copy;
        }
    }
}
