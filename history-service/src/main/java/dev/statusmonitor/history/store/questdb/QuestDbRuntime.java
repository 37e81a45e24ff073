package dev.statusmonitor.history.store.questdb;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.statusmonitor.history.store.StoreException;
import io.questdb.log.LogFactory;
import io.questdb.log.LogWriter;
import io.questdb.std.ObjHashSet;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** What of QuestDB exists once in a process: its native library and its log. */
final class QuestDbRuntime {
    private static final String LOG_CONFIGURATION = "/dev/statusmonitor/history/store/questdb/log.conf";
    private static @Nullable ObjHashSet<LogWriter> logWriters;

    private QuestDbRuntime() {}

    /**
     * Makes QuestDB ready in this process; has to come before any other use of it.
     *
     * @param nativeFolder where its native library is kept, so that a killed process leaves no copy in the temporary
     *     folder
     */
    static synchronized void prepare(Path nativeFolder) {
        if (logWriters != null) {
            return;
        }
        refuseCompactHeaders();
        try {
            extractLibraries(nativeFolder);
        } catch (IOException e) {
            throw new StoreException("QuestDB's native library cannot be written to " + nativeFolder, e);
        }
        System.setProperty("out", LOG_CONFIGURATION);
        PrintStream stderr = System.err;
        System.setErr(new WithoutLogNotice(stderr));
        try {
            LogFactory.disableEnv();
            logWriters = LogFactory.getInstance().getJobs();
            // Its thread would poll an empty queue for 2 to 3 % of a core; drainLog does the same once a second.
            LogFactory.haltInstance();
        } finally {
            System.setErr(stderr);
            System.clearProperty("out");
        }
    }

    /** Passes on what QuestDB has logged since the last call. */
    static synchronized void drainLog() {
        if (logWriters != null) {
            for (int i = 0; i < logWriters.size(); i++) {
                logWriters.get(i).run(0, io.questdb.mp.Job.RUNNING_STATUS);
            }
        }
    }

    /**
     * QuestDB 9.3.4 writes to an object's field at an offset that it takes for known. With compact object headers the
     * offset is another, and the next garbage collection ends the process with SIGSEGV.
     */
    private static void refuseCompactHeaders() {
        try {
            var virtualMachine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            if (Boolean.parseBoolean(
                    virtualMachine.getVMOption("UseCompactObjectHeaders").getValue())) {
                throw new StoreException(
                        "The embedded store does not run with -XX:+UseCompactObjectHeaders. Start Java without it.",
                        null);
            }
        } catch (IllegalArgumentException e) {
            // A Java that does not know the option does not use it.
        }
    }

    private static void extractLibraries(Path folder) throws IOException {
        String os = System.getProperty("os.name", "").contains("Mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch", "").contains("aarch64") ? "aarch64" : "x86-64";
        Files.createDirectories(folder);
        for (String name : new String[] {"libquestdb", "libquestdbr"}) {
            String file = name + (os.equals("darwin") ? ".dylib" : ".so");
            URL library = LogFactory.class.getResource("/io/questdb/bin/" + os + "-" + arch + "/" + file);
            if (library == null) {
                // Not one of these systems: QuestDB knows what to do, or says why it cannot.
                return;
            }
            extract(library, folder.resolve(file));
        }
        System.setProperty("questdb.libs.dir", folder.toString());
    }

    private static void extract(URL library, Path target) throws IOException {
        URLConnection resource = library.openConnection();
        try (InputStream bytes = resource.getInputStream()) {
            if (Files.exists(target) && Files.size(target) == resource.getContentLengthLong()) {
                return;
            }
            Path copy = target.resolveSibling(target.getFileName() + ".new");
            try (var out = new FileOutputStream(copy.toFile())) {
                bytes.transferTo(out);
                // Half a library after a power cut would end every later start.
                out.getFD().sync();
            }
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** QuestDB tells the terminal which log configuration it found; nobody there asked. */
    private static final class WithoutLogNotice extends PrintStream {
        private final PrintStream stderr;

        WithoutLogNotice(PrintStream stderr) {
            super(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            this.stderr = stderr;
        }

        @Override
        public void println(@Nullable String line) {
            if (line == null || !line.startsWith("Log configuration loaded")) {
                stderr.println(line);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            stderr.write(bytes, offset, length);
        }
    }
}
