package dev.statusmonitor.standalone.data;

import java.nio.file.Path;

/** Some libraries unpack native code at every start; a killed process leaves it behind. */
public final class UnpackedLibraries {
    private UnpackedLibraries() {}

    /** Tells each to unpack into this folder, which is emptied at every start. Before any of them is used. */
    public static void keepIn(Path folder) {
        for (String property : new String[] {
            "org.sqlite.tmpdir", "ZstdTempFolder", "org.xerial.snappy.tempdir", "questdb.libs.dir", "jna.tmpdir"
        }) {
            System.setProperty(property, folder.toString());
        }
    }
}
