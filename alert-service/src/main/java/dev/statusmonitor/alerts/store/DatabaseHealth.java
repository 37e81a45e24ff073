package dev.statusmonitor.alerts.store;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the database answers. */
public final class DatabaseHealth extends AbstractHealthIndicator {
    private final JdbcClient jdbc;

    public DatabaseHealth(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        jdbc.sql("SELECT 1").query(Integer.class).single();
        health.up();
    }
}
