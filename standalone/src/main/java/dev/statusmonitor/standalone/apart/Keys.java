package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.starter.internal.KeyFiles;
import dev.statusmonitor.starter.internal.ServiceAssertion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PublicKey;

/**
 * The keys by which the processes prove who they are to each other: a private one for each service, and a folder with
 * the public ones that all trust.
 */
public final class Keys {
    private final Path folder;

    private Keys(Path folder) {
        this.folder = folder;
    }

    /** Makes those that are missing. */
    static Keys provide(Path folder) {
        var keys = new Keys(folder);
        try {
            OwnerOnly.createFolder(folder);
            OwnerOnly.createFolder(keys.trusted());
            for (String service : Plan.SERVICES.keySet()) {
                KeyFiles.provide(keys.privateKey(service), keys.trusted(), service);
            }
            KeyFiles.provide(keys.privateKey(Plan.SELF), keys.trusted(), Plan.SELF);
            return keys;
        } catch (IOException | UncheckedIOException e) {
            throw new Refusal("The keys in %s cannot be made (%s).".formatted(folder, e.getMessage()), e);
        }
    }

    Path privateKey(String service) {
        return folder.resolve(service + ".pem");
    }

    Path trusted() {
        return folder.resolve("trusted");
    }

    /** All services trust the owner's tools from now on. */
    public void trustDoctor(PublicKey key) {
        try {
            KeyFiles.publish(trusted(), ServiceAssertion.OWNERS_TOOLS, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
