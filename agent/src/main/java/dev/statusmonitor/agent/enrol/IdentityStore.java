package dev.statusmonitor.agent.enrol;

import dev.statusmonitor.agent.send.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the identity in a folder: {@code identity.json}, and {@code enrolling.json} with the key while an enrolment is
 * under way, so that one whose answer was lost can be repeated with the same key. A file is made under another name,
 * readable by its owner alone from the first moment, and then moved into place: there is a whole one or none.
 */
public final class IdentityStore {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityStore.class);
    private static final String IDENTITY = "identity.json";
    private static final String ENROLLING = "enrolling.json";

    private final Path directory;

    /** @param directory made where it isn't there */
    public IdentityStore(Path directory) {
        this.directory = directory;
    }

    /**
     * The identity; null where there is none yet.
     *
     * @throws IOException with a sentence, where it cannot be read or makes no sense
     */
    @Nullable HostIdentity load() throws IOException {
        Path file = directory.resolve(IDENTITY);
        Map<String, @Nullable Object> members = read(file);
        if (members == null) {
            return null;
        }
        keepToOwner(file);
        try {
            return new HostIdentity(
                    text(members, "host_id"),
                    HostKeys.privateKey(Base64.getDecoder().decode(text(members, "private_key"))),
                    URI.create(text(members, "platform")),
                    URI.create(text(members, "ingest_url")),
                    URI.create(text(members, "token_url")),
                    URI.create(text(members, "resource_url")),
                    members.get("code_sha256") instanceof String hash ? hash : null);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "The identity in " + file + " is damaged (" + e.getMessage()
                            + "). Delete the file and enrol this host with a new code.",
                    e);
        }
    }

    /** The key for an enrolment: that of the one before, where it did not come to an end. */
    KeyPair enrollingKey() throws IOException {
        Path file = directory.resolve(ENROLLING);
        Map<String, @Nullable Object> members = read(file);
        if (members != null) {
            try {
                return new KeyPair(
                        HostKeys.publicKey(Base64.getDecoder().decode(text(members, "public_key"))),
                        HostKeys.privateKey(Base64.getDecoder().decode(text(members, "private_key"))));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // Of no use to anybody; the new one replaces it.
            }
        }
        KeyPair pair = HostKeys.generate();
        var encoder = Base64.getEncoder();
        write(
                file,
                Map.of(
                        "public_key", encoder.encodeToString(pair.getPublic().getEncoded()),
                        "private_key", encoder.encodeToString(pair.getPrivate().getEncoded())));
        return pair;
    }

    /** Keeps the identity, in place of one that there may be. */
    void save(HostIdentity identity) throws IOException {
        var members = new LinkedHashMap<String, String>();
        members.put("host_id", identity.hostId());
        members.put("platform", identity.platform().toString());
        members.put("ingest_url", identity.ingest().toString());
        members.put("token_url", identity.token().toString());
        members.put("resource_url", identity.resource().toString());
        members.put(
                "private_key", Base64.getEncoder().encodeToString(identity.key().getEncoded()));
        if (identity.codeHash() != null) {
            members.put("code_sha256", identity.codeHash());
        }
        write(directory.resolve(IDENTITY), members);
        Files.deleteIfExists(directory.resolve(ENROLLING));
    }

    private static String text(Map<String, @Nullable Object> members, String name) {
        if (members.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException(name + " is missing");
    }

    private @Nullable Map<String, @Nullable Object> read(Path file) throws IOException {
        try {
            return Json.read(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unusable("read", e);
        }
    }

    private void write(Path file, Map<String, String> members) throws IOException {
        try {
            replace(file, Json.write(members));
        } catch (IOException e) {
            throw unusable("kept", e);
        }
    }

    private IOException unusable(String what, IOException e) {
        return new IOException(
                "The identity cannot be " + what + " in " + directory + " (" + e
                        + "). Name a folder that the agent may write to.",
                e);
    }

    private void replace(Path file, byte[] text) throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, posix ? new FileAttribute<?>[] {mode("rwx------")} : noAttributes());
        }
        Path making = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(making);
        FileAttribute<?> ownerOnly = posix ? mode("rw-------") : onlyOwner(directory);
        try (FileChannel channel =
                FileChannel.open(making, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            var bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(making, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (posix) {
            // The new name, too, must outlive a power cut.
            try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    /** Takes away what a copy or a restored backup gave to others. */
    private static void keepToOwner(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
        if (view != null && !ownerOnly.containsAll(view.readAttributes().permissions())) {
            LOG.warn("Others could read {}; now its owner alone can.", file);
            view.setPermissions(ownerOnly);
        }
    }

    private static FileAttribute<?>[] noAttributes() {
        return new FileAttribute<?>[0];
    }

    private static FileAttribute<?> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    /** Windows: an access list with one entry. */
    private static FileAttribute<List<AclEntry>> onlyOwner(Path directory) throws IOException {
        AclEntry owner = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(Files.getOwner(directory))
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build();
        return new FileAttribute<>() {
            @Override
            public String name() {
                return "acl:acl";
            }

            @Override
            public List<AclEntry> value() {
                return List.of(owner);
            }
        };
    }
}
