package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.standalone.management.ManagementFile;
import dev.statusmonitor.starter.internal.OwnersAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the running platform for a backup, as its owner. */
final class BackupCall {
    private static final int NOT_FOUND = 404;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** Until it begins; it waits for the history for up to a minute. */
    private static final Duration BEGIN = Duration.ofSeconds(90);

    private final ManagementFile management;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    BackupCall(ManagementFile management) {
        this.management = management;
    }

    /**
     * The backup as it is being made.
     *
     * @throws Refusal with the platform's sentence where it says no
     */
    InputStream open() throws IOException, InterruptedException {
        var request = management
                .access()
                .request("/internal/v1/backup", BEGIN)
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() == 200) {
            return answer.body();
        }
        if (answer.statusCode() == NOT_FOUND) {
            throw new Refusal(
                    "This platform's services run apart, on servers that have backups of their own (pg_dump, influx backup). Use those, or stop it: then this command takes its folder as it is.");
        }
        try (InputStream body = answer.body()) {
            throw new Refusal(OwnersAccess.detail(
                    new String(body.readAllBytes(), StandardCharsets.UTF_8),
                    "The platform does not make a backup; it answers %d. Its log says more."
                            .formatted(answer.statusCode())));
        }
    }
}
