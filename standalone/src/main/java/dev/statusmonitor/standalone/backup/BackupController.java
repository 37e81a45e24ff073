package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.starter.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands out a backup, on the internal connector alone. */
@RestController
public class BackupController {
    private static final Duration LATER = Duration.ofSeconds(30);

    private final RunningBackup backup;

    public BackupController(RunningBackup backup) {
        this.backup = backup;
    }

    /** A backup as it is being made; one that fails ends before its end. */
    @PostMapping("/internal/v1/backup")
    public void make(HttpServletResponse response) throws IOException, InterruptedException {
        try {
            backup.write(() -> {
                response.setContentType("application/zip");
                return response.getOutputStream();
            });
        } catch (RunningBackup.NotNowException | StoreException e) {
            if (response.isCommitted()) {
                throw new IOException("the backup failed", e);
            }
            throw ProblemException.unavailable(String.valueOf(e.getMessage()), LATER);
        }
    }
}
