package dev.statusmonitor.agent.buffer;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that their owner alone may read; where the system doesn't know that, they are as their folder says. */
final class OwnerOnly {
    private OwnerOnly() {}

    static FileAttribute<?>[] file(Path beside) {
        return attributes(beside, "rw-------");
    }

    static FileAttribute<?>[] folder(Path beside) {
        return attributes(beside, "rwx------");
    }

    private static FileAttribute<?>[] attributes(Path beside, String permissions) {
        return beside.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
