package dev.statusmonitor.alerts.incident;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may write what came from which partition: whoever claimed it last. */
public final class Claims {
    private final JdbcClient jdbc;

    public Claims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Claims a partition; from now on nobody else can write for it. Returns the number that proves it. */
    public long claim(String partition) {
        return jdbc.sql("""
                        INSERT INTO partition_claim (partition_name, epoch) VALUES (:partition, 1)
                        ON CONFLICT (partition_name) DO UPDATE SET epoch = partition_claim.epoch + 1
                        RETURNING epoch
                        """).param("partition", partition).query(Long.class).single();
    }

    /**
     * Holds the claim until the end of the transaction in which it is called.
     *
     * @throws FencedException where somebody has claimed it since
     */
    void require(String partition, long epoch) {
        int held = jdbc.sql(
                        "UPDATE partition_claim SET epoch = epoch WHERE partition_name = :partition AND epoch = :epoch")
                .param("partition", partition)
                .param("epoch", epoch)
                .update();
        if (held != 1) {
            throw new FencedException(partition);
        }
    }
}
