package dev.statusmonitor.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class TestInfluxDbIT {
    @Test
    void keepsWhatItHasWhenItIsKilled() throws Exception {
        assumeFalse(TestInfluxDb.isMissing());
        try (var influx = TestInfluxDb.start()) {
            URI write = influx.uri().resolve("/api/v2/write?org=tests&bucket=unused");
            assertThat(send(influx, write, "probe value=42").statusCode()).isEqualTo(204);
            influx.kill();
            influx.restart();

            var answer = send(
                    influx,
                    influx.uri().resolve("/api/v2/query?org=tests"),
                    "{\"query\":\"from(bucket: \\\"unused\\\") |> range(start: -1h)\"}");
            assertThat(answer.body()).contains("probe").contains(",42,");
        }
    }

    private static HttpResponse<String> send(TestInfluxDb influx, URI uri, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Token " + influx.token())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
