package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What this instance may do in InfluxDB, and with what. Printed, the tokens are hidden.
 *
 * @param orgId the organisation
 * @param buckets the bucket of each tier, by id
 * @param tokens one for each {@link Right}
 */
record Access(String orgId, Map<Tier, String> buckets, Map<Right, Token> tokens) {
    Access {
        buckets = Map.copyOf(buckets);
        tokens = Map.copyOf(tokens);
    }

    /** What one token is for, and no more than that. */
    enum Right {
        /** Writes samples. */
        WRITE,
        /** Reads every tier. */
        READ,
        /** Makes and sees to the tasks, and does what they do: reads samples, writes windows. */
        TASK
    }

    /**
     * A token.
     *
     * @param id by which InfluxDB knows it
     * @param secret the token itself
     */
    record Token(String id, String secret) {
        @Override
        public String toString() {
            return id + ":(hidden)";
        }
    }

    String secret(Right right) {
        Token token = tokens.get(right);
        if (token == null) {
            throw new IllegalStateException("no token for " + right);
        }
        return token.secret();
    }

    String bucket(Tier tier) {
        String id = buckets.get(tier);
        if (id == null) {
            throw new IllegalStateException("no bucket for " + tier);
        }
        return id;
    }

    /** What was written down; empty where nothing was, or not all of it. */
    static Optional<Access> read(Path file) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        var buckets = new EnumMap<Tier, String>(Tier.class);
        for (Tier tier : Tier.values()) {
            buckets.put(tier, properties.getProperty("bucket." + tier.label(), ""));
        }
        var tokens = new EnumMap<Right, Token>(Right.class);
        for (Right right : Right.values()) {
            tokens.put(
                    right,
                    new Token(
                            properties.getProperty("token." + right + ".id", ""),
                            properties.getProperty("token." + right + ".secret", "")));
        }
        String org = properties.getProperty("org", "");
        boolean whole = !org.isEmpty()
                && buckets.values().stream().noneMatch(String::isEmpty)
                && tokens.values().stream()
                        .noneMatch(each -> each.id().isEmpty() || each.secret().isEmpty());
        return whole ? Optional.of(new Access(org, buckets, tokens)) : Optional.empty();
    }

    /** Writes it down, for its owner's eyes alone. */
    void write(Path file) {
        var text = new StringBuilder("org=" + orgId + "\n");
        buckets.forEach((tier, id) -> text.append("bucket.")
                .append(tier.label())
                .append('=')
                .append(id)
                .append('\n'));
        tokens.forEach((right, token) -> text.append("token." + right + ".id=" + token.id() + "\n")
                .append("token." + right + ".secret=" + token.secret() + "\n"));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("no folder");
            }
            Files.createDirectories(folder);
            Path next = Files.createTempFile(folder, "access", ".new", ownerOnly(folder));
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StoreException("The file " + file + " cannot be written.", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[] {};
    }
}
