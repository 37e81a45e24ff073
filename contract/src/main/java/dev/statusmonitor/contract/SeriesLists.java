package dev.statusmonitor.contract;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shares equal {@link SeriesList}s, so that reading a record costs no parsing of names. Bounded in bytes of names;
 * the list that was not used for longest goes first. Safe for use by several threads.
 */
public final class SeriesLists {
    /** Enough for about 20,000 hosts that each name their devices differently. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    private final long maxBytes;
    private final Map<Block, SeriesList> lists = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    public SeriesLists() {
        this(DEFAULT_MAX_BYTES);
    }

    /** @param maxBytes how many bytes of names may be kept */
    public SeriesLists(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The list whose packed names stand in {@code bytes[offset, offset + length)}.
     *
     * @throws IllegalArgumentException where these are none
     */
    SeriesList read(byte[] bytes, int offset, int length) {
        var probe = new Block(bytes, offset, length);
        synchronized (lists) {
            SeriesList known = lists.get(probe);
            if (known != null) {
                return known;
            }
        }
        return share(SeriesList.ofPacked(Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    /** The shared list that equals this one; this one where there was none. */
    public SeriesList share(SeriesList list) {
        byte[] packed = list.packed();
        synchronized (lists) {
            SeriesList known = lists.putIfAbsent(new Block(packed, 0, packed.length), list);
            if (known != null) {
                return known;
            }
            bytes += list.blockLength();
            var eldest = lists.values().iterator();
            while (bytes > maxBytes && lists.size() > 1) {
                bytes -= eldest.next().blockLength();
                eldest.remove();
            }
            return list;
        }
    }

    /** A piece of an array, compared by its content. */
    private record Block(byte[] bytes, int offset, int length) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Block that
                    && Arrays.equals(
                            bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
        }

        @Override
        public int hashCode() {
            int hash = length;
            int end = offset + length;
            // What is packed differs everywhere: every 8th byte is enough to tell lists apart; equals reads them all.
            for (int i = offset; i < end; i += 8) {
                hash = 31 * hash + bytes[i];
            }
            return hash;
        }
    }
}
