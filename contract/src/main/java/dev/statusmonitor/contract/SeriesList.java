package dev.statusmonitor.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The names of a sample's values, in the order of its values. A host sends the same list second after second, so a
 * list is made once and shared ({@link SeriesLists}); whoever derives something from the names can keep it by list.
 *
 * <p>Immutable. Equal when the names are equal and in the same order.
 */
public final class SeriesList {
    /** More than any sample's names can have. */
    private static final int MAX_BLOCK = 2 << 20;

    private final List<String> names;
    private final int blockLength;

    /** Made when it is first asked for: many a reader never does. Threads may each make it; all are equal. */
    private volatile @Nullable Map<String, Integer> index;

    private volatile byte @Nullable [] packed;
    /** 0 until it is asked for. */
    private int hash;

    private SeriesList(List<String> names, int blockLength, byte @Nullable [] packed) {
        if (new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("a series appears twice");
        }
        this.names = names;
        this.blockLength = blockLength;
        this.packed = packed;
    }

    /**
     * A list of canonical series names ({@link SeriesKey#toString}).
     *
     * @throws IllegalArgumentException where a name appears twice
     */
    public static SeriesList of(List<String> names) {
        return new SeriesList(List.copyOf(names), block(names).length, null);
    }

    /**
     * The list whose {@link #packed} form this is.
     *
     * @throws IllegalArgumentException where it is none
     */
    static SeriesList ofPacked(byte[] packed) {
        byte[] block = inflate(packed);
        String text = new String(block, StandardCharsets.UTF_8);
        return new SeriesList(text.isEmpty() ? List.of() : List.of(text.split("\n", -1)), block.length, packed);
    }

    private static byte[] block(List<String> names) {
        return String.join("\n", names).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The names in UTF-8, separated by line feeds, deflated (RFC 1951); not to be changed. Made once for a list, so
     * that the records of a host, which has the same list second after second, are small at no cost.
     */
    byte[] packed() {
        byte[] known = packed;
        if (known == null) {
            known = deflate(block(names));
            packed = known;
        }
        return known;
    }

    private static byte[] deflate(byte[] block) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(block);
            deflater.finish();
            var out = new ByteArrayOutputStream(block.length / 4 + 16);
            var buffer = new byte[1_024];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] packed) {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            var out = new ByteArrayOutputStream(8 * packed.length);
            var buffer = new byte[4_096];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if ((length == 0 && !inflater.finished()) || out.size() > MAX_BLOCK) {
                    throw new IllegalArgumentException("packed names that are cut short or too long");
                }
                out.write(buffer, 0, length);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("packed names that are damaged", e);
        } finally {
            inflater.end();
        }
    }

    public List<String> names() {
        return names;
    }

    public int size() {
        return names.size();
    }

    /** The position of a canonical name, or -1. */
    public int indexOf(String name) {
        Map<String, Integer> known = index;
        if (known == null) {
            known = new HashMap<>(names.size() * 2);
            for (int i = 0; i < names.size(); i++) {
                known.put(names.get(i), i);
            }
            index = known;
        }
        return known.getOrDefault(name, -1);
    }

    /** The size of the names in UTF-8, in bytes: for those who keep lists within a bound. */
    public int blockLength() {
        return blockLength;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof SeriesList that && names.equals(that.names));
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = names.hashCode();
            hash = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
