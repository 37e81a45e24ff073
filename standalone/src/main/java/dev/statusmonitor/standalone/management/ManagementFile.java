package dev.statusmonitor.standalone.management;

import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.embedded.process.ProcessIdentity;
import dev.statusmonitor.starter.internal.OwnersAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the owner's tools need to ask a running platform; readable by the owner alone, found by the public port.
 *
 * @param url where processes of this machine find the public routes, whatever others have to verify
 * @param internalUrl the internal connector
 * @param caller the service name that the tools go by
 * @param privateKey what they sign their assertions with: Ed25519, PKCS #8, Base64
 * @param data the data folder
 * @param platform its process
 * @param redis its cache's process
 * @param agent this machine's agent's process; null where there is none
 */
public record ManagementFile(
        URI url,
        URI internalUrl,
        String caller,
        String privateKey,
        Path data,
        ProcessIdentity platform,
        ProcessIdentity redis,
        @Nullable ProcessIdentity agent) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** Writes it, and returns where. */
    public Path write(int port, Map<String, String> environment) throws IOException {
        Path file = OwnerOnly.createFolder(folders(environment).getFirst()).resolve(port + ".json");
        OwnerOnly.write(file, JSON.writeValueAsString(this) + "\n");
        return file;
    }

    /**
     * The file of the platform at this port; empty where there is none.
     *
     * @throws IOException where there is one that cannot be read
     */
    public static Optional<ManagementFile> read(int port, Map<String, String> environment) throws IOException {
        for (Path folder : folders(environment)) {
            try {
                return Optional.of(
                        JSON.readValue(Files.readString(folder.resolve(port + ".json")), ManagementFile.class));
            } catch (NoSuchFileException | AccessDeniedException e) {
                // Perhaps in the next folder; this one's is another user's.
            } catch (JacksonException e) {
                throw new IOException("it is damaged", e);
            }
        }
        return Optional.empty();
    }

    /**
     * The file of the platform at this address, when that is on this machine.
     *
     * @throws IOException where there is one that cannot be read
     */
    public static Optional<ManagementFile> find(URI url, Map<String, String> environment) throws IOException {
        if (!isOfThisMachine(url.getHost())) {
            return Optional.empty();
        }
        int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        return read(port, environment);
    }

    /** The file of the platform that uses this data folder and lives; empty where there is none that this user may read. */
    public static Optional<ManagementFile> using(Path data, Map<String, String> environment) {
        for (Path folder : folders(environment)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".json")).toList()) {
                    ManagementFile found = JSON.readValue(Files.readString(file), ManagementFile.class);
                    if (isSame(found.data, data) && found.platform.isAlive()) {
                        return Optional.of(found);
                    }
                }
            } catch (IOException | JacksonException e) {
                // Another user's, or one that is being deleted.
            }
        }
        return Optional.empty();
    }

    /** A folder may be named by way of a link. */
    private static boolean isSame(Path one, Path other) throws IOException {
        return one.equals(other) || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
    }

    /** Another machine's platform may listen on the same port as one here. */
    private static boolean isOfThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }

    /** How the tools reach the platform. */
    public OwnersAccess access() {
        try {
            var key = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey));
            return new OwnersAccess(
                    internalUrl, caller, KeyFactory.getInstance("Ed25519").generatePrivate(key));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("the key in the management file is damaged", e);
        }
    }

    /**
     * The first that applies is written to; a tool may be run with another environment than the platform, so all are
     * read. The last is that of a platform that systemd runs, which only root and its own user may read.
     */
    private static List<Path> folders(Map<String, String> environment) {
        return Stream.of(
                        environment.get("XDG_RUNTIME_DIR"),
                        environment.get("XDG_STATE_HOME"),
                        System.getProperty("user.home") + "/.local/state",
                        "/run")
                .filter(folder -> folder != null && !folder.isBlank() && Files.isDirectory(parent(folder)))
                .map(folder -> Path.of(folder).resolve("statusmonitor"))
                .toList();
    }

    private static Path parent(String folder) {
        // ~/.local/state is made where it is missing; a runtime folder that does not exist is somebody else's mistake.
        return folder.endsWith("/.local/state") ? Path.of(System.getProperty("user.home")) : Path.of(folder);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ManagementFile[" + internalUrl + ", " + data + "]";
    }
}
