package dev.statusmonitor.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServicesTest {
    @ParameterizedTest
    @CsvSource({
        "/api/v1/session/refresh, auth-service",
        "/api/v1/hosts, auth-service",
        "/api/v1/hosts/metrics, auth-service",
        "/api/v1/hosts/h1/enrolments, auth-service",
        "/api/v1/hosts/h1/metrics, history-service",
        "/api/v1/hosts/h1/latest, history-service",
        "/api/v1/history/storage, history-service",
        "/api/v1/alerts/rules/r1/test, alert-service",
        "/api/v1/metrics, ingestion-service",
        "/api/v1/nothing, auth-service",
        "/api/v1/, auth-service"
    })
    void anAddressIsOneServices(String path, String service) {
        assertThat(Services.of(path)).isEqualTo(service);
    }
}
