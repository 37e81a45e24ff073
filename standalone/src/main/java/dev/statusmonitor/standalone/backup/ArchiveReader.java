package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.standalone.console.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a backup from its beginning to its end, and checks it. */
final class ArchiveReader {
    private static final int MAX_MANIFEST = 1 << 16;
    private static final String NOT_A_BACKUP = "This is no backup of StatusMonitor's.";
    private static final String NOT_WHOLE = "The backup is not whole: its end is missing. Take another one.";
    private static final String DAMAGED = "The backup is damaged: %s. Take another one.";

    private final ZipInputStream zip;
    private final Map<String, String> sums = new LinkedHashMap<>();
    private final Manifest manifest;

    /** @throws Refusal where this is no backup, or none that this version reads */
    ArchiveReader(InputStream in) throws IOException {
        zip = new ZipInputStream(in, StandardCharsets.UTF_8);
        try {
            ZipEntry first = zip.getNextEntry();
            if (first == null || !first.getName().equals(ArchiveWriter.MANIFEST)) {
                throw new Refusal(NOT_A_BACKUP);
            }
            byte[] json = read(first.getName(), zip).readNBytes(MAX_MANIFEST);
            manifest = Manifest.parse(new String(json, StandardCharsets.UTF_8));
            settle(first.getName());
        } catch (EOFException e) {
            throw new Refusal(NOT_WHOLE, e);
        } catch (ZipException e) {
            throw new Refusal(NOT_A_BACKUP, e);
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** Takes one file. */
    @FunctionalInterface
    interface Taker {
        /**
         * @param name below the data folder, with {@code /} between its parts; never one that leads out of it
         * @param bytes to be read to its end
         */
        void take(String name, InputStream bytes) throws IOException;
    }

    /**
     * Gives all files, and has checked them when it returns.
     *
     * @throws Refusal where the backup is damaged or not whole
     */
    void forEach(Taker taker) throws IOException {
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (name.equals(ArchiveWriter.SUMS)) {
                    check(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                    return;
                }
                taker.take(inside(name), read(name, zip));
                settle(name);
            }
        } catch (EOFException e) {
            throw new Refusal(NOT_WHOLE, e);
        } catch (ZipException e) {
            throw new Refusal(DAMAGED.formatted(e.getMessage()), e);
        }
        throw new Refusal(NOT_WHOLE);
    }

    private static String inside(String name) {
        if (!name.startsWith(ArchiveWriter.DATA) || name.endsWith("/") || name.contains("\\")) {
            throw new Refusal(DAMAGED.formatted("it has no file of the data folder in its place"));
        }
        String below = name.substring(ArchiveWriter.DATA.length());
        for (String part : below.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new Refusal(DAMAGED.formatted("the name of one of its files leads out of the data folder"));
            }
        }
        return below;
    }

    private @Nullable MessageDigest digest;

    private InputStream read(String name, InputStream bytes) {
        MessageDigest begun = ArchiveWriter.sha256();
        digest = begun;
        if (sums.put(name, "") != null) {
            throw new Refusal(DAMAGED.formatted("it has a file twice"));
        }
        return new DigestInputStream(bytes, begun);
    }

    private void settle(String name) {
        MessageDigest ended = java.util.Objects.requireNonNull(digest);
        sums.put(name, HexFormat.of().formatHex(ended.digest()));
    }

    private void check(String text) {
        var expected = new LinkedHashMap<String, String>();
        text.lines().forEach(line -> {
            int gap = line.indexOf("  ");
            if (gap < 0) {
                throw new Refusal(DAMAGED.formatted("its checksums cannot be read"));
            }
            expected.put(line.substring(gap + 2), line.substring(0, gap));
        });
        expected.forEach((name, sum) -> {
            String found = sums.get(name);
            if (found == null) {
                throw new Refusal(DAMAGED.formatted(name + " is missing"));
            }
            if (!found.equals(sum)) {
                throw new Refusal(DAMAGED.formatted(name + " has another checksum"));
            }
        });
        if (sums.size() != expected.size()) {
            throw new Refusal(DAMAGED.formatted("it has files that its checksums do not name"));
        }
    }
}
