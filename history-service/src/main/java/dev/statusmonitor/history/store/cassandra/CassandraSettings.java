package dev.statusmonitor.history.store.cassandra;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * An Apache Cassandra 5.
 *
 * @param contactPoints some of its nodes, {@code host:port}; the others are learnt from them
 * @param datacenter the data centre whose nodes are asked; {@code nodetool status} tells its name
 * @param keyspace where the tables are; made where it is not there and the user may do so
 * @param replicas of how many nodes each row is on, in that data centre, where the service makes the keyspace. One that
 *     is there already stays as it is
 * @param consistency how many of them have to have a row before it counts as stored, and are asked for one
 * @param user who asks; null where Cassandra does not want to know
 * @param passwordFile a file with the user's password
 * @param tls whether connections are encrypted, by certificates that this Java trusts
 * @param connectTimeout for a connection
 * @param timeout for a request that does not say how long it may take: writing, rolling up
 */
@Validated
@ConfigurationProperties("statusmonitor.history.cassandra")
public record CassandraSettings(
        @DefaultValue("127.0.0.1:9042") @NotEmpty List<@NotBlank @Pattern(regexp = ".+:\\d{1,5}") String> contactPoints,

        @DefaultValue("datacenter1") @NotBlank String datacenter,

        @DefaultValue("statusmonitor") @NotNull @Pattern(regexp = "[a-z][a-z0-9_]{0,47}") String keyspace,

        @DefaultValue("3") @Min(1) int replicas,
        @DefaultValue("local-quorum") @NotNull Consistency consistency,
        @Nullable String user,
        @Nullable Path passwordFile,
        @DefaultValue("false") boolean tls,
        @DefaultValue("3s") @NotNull Duration connectTimeout,
        @DefaultValue("10s") @NotNull Duration timeout) {

    /** How many replicas have to answer. */
    public enum Consistency {
        /** One: fast, and what a node takes with it when it dies may be missing. */
        LOCAL_ONE,
        /** More than half of those in the data centre. */
        LOCAL_QUORUM,
        /** More than half of those in all data centres together. */
        QUORUM,
        /** More than half of those in each data centre, for writes; reads ask more than half of those in their own. */
        EACH_QUORUM,
        /** All: a single node that is away stops everything. */
        ALL
    }
}
