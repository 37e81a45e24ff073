package dev.statusmonitor.standalone.management;

import dev.statusmonitor.embedded.process.ProcessIdentity;
import dev.statusmonitor.starter.internal.ServiceAssertion;
import dev.statusmonitor.starter.internal.ServiceKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** While it is open, the owner's tools find the platform and are trusted by it. Its key is made anew each time. */
public final class DoctorAccess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DoctorAccess.class);

    private final int port;
    private final URI url;
    private final Path data;
    private final URI internalUrl;
    private final Supplier<ProcessIdentity> redis;
    private final Supplier<@Nullable ProcessIdentity> agent;
    private final String privateKey;
    private @Nullable Path file;

    /**
     * @param port the public one
     * @param url where this machine's processes find the public routes
     * @param trust told the key that the tools are to be trusted by, under the name {@link ServiceAssertion#OWNERS_TOOLS}
     * @param redis the cache's process as it is now
     * @param agent this machine's agent's process as it is now; null where there is none
     */
    public DoctorAccess(
            int port,
            URI url,
            Path data,
            URI internalUrl,
            Consumer<PublicKey> trust,
            Supplier<ProcessIdentity> redis,
            Supplier<@Nullable ProcessIdentity> agent) {
        this.port = port;
        this.url = url;
        this.data = data;
        this.internalUrl = internalUrl;
        this.redis = redis;
        this.agent = agent;
        KeyPair pair = ServiceKeys.generate();
        trust.accept(pair.getPublic());
        this.privateKey = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    /** Writes the management file as things are now. */
    public synchronized void write() throws IOException {
        file = new ManagementFile(
                        url,
                        internalUrl,
                        ServiceAssertion.OWNERS_TOOLS,
                        privateKey,
                        data,
                        ProcessIdentity.self(),
                        redis.get(),
                        agent.get())
                .write(port, System.getenv());
    }

    /** The same, when a process has changed. */
    public void rewrite() {
        try {
            write();
        } catch (IOException e) {
            log.warn("the management file could not be written", e);
        }
    }

    @Override
    public synchronized void close() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                log.warn("could not delete {}", file, e);
            }
        }
    }
}
