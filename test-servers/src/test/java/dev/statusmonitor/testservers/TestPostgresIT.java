package dev.statusmonitor.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class TestPostgresIT {
    @Test
    void givesEachTestADatabaseOfItsOwn() throws Exception {
        var postgres = TestPostgres.get();
        String one = postgres.createDatabase("accounts");
        String other = postgres.createDatabase("accounts");
        assertThat(one).isNotEqualTo(other);

        try (var connection = DriverManager.getConnection(one, postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT 42")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getInt(1)).isEqualTo(42);
        }
    }
}
