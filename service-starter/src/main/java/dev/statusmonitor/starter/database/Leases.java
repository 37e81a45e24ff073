package dev.statusmonitor.starter.database;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets one instance at a time do what must not be done by two; the service's migrations make the table {@code lease}. */
public final class Leases {
    private final JdbcClient jdbc;

    public Leases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes the lease, or prolongs one's own.
     *
     * @param holder names this instance
     * @param now Unix time in milliseconds
     * @return false while somebody else has it
     */
    public boolean take(String name, String holder, long now, Duration length) {
        return jdbc.sql("""
                        INSERT INTO lease (name, holder, expires) VALUES (:name, :holder, :expires)
                        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
                        WHERE lease.holder = excluded.holder OR lease.expires <= :now
                        """)
                        .param("name", name)
                        .param("holder", holder)
                        .param("expires", now + length.toMillis())
                        .param("now", now)
                        .update()
                == 1;
    }

    /** Gives the lease back, so that the next one need not wait for its end. */
    public void release(String name, String holder) {
        jdbc.sql("DELETE FROM lease WHERE name = :name AND holder = :holder")
                .param("name", name)
                .param("holder", holder)
                .update();
    }
}
