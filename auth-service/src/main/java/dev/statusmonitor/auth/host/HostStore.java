package dev.statusmonitor.auth.host;

import dev.statusmonitor.contract.HostChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of hosts. What it changes is told to nobody: {@link Hosts} does both. A deleted host stays as an empty row
 * that only {@link #find} and {@link #findAll} show.
 */
public final class HostStore {
    private static final TypeReference<List<String>> TAGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> RESOURCE = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    public HostStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The host, deleted or not. */
    public Optional<Host> find(String id) {
        return jdbc.sql("SELECT * FROM host WHERE id = :id")
                .param("id", id)
                .query((row, number) -> host(row))
                .optional();
    }

    /** Those of the hosts that there are or were, in no order. */
    public List<Host> findAll(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT * FROM host WHERE id IN (:ids)")
                        .param("ids", ids)
                        .query((row, number) -> host(row))
                        .list();
    }

    Optional<Host> findOwned(String id, String ownerId) {
        return jdbc.sql("SELECT * FROM host WHERE id = :id AND owner_id = :owner AND state <> 'deleted'")
                .param("id", id)
                .param("owner", ownerId)
                .query((row, number) -> host(row))
                .optional();
    }

    List<Host> findOwned(String ownerId) {
        return jdbc.sql("SELECT * FROM host WHERE owner_id = :owner AND state <> 'deleted'")
                .param("owner", ownerId)
                .query((row, number) -> host(row))
                .list();
    }

    void add(Host host) {
        jdbc.sql("""
                        INSERT INTO host (id, owner_id, name, tags, state, public_key, resource, epoch, epoch_changed,
                            version, created, enrolled, changed)
                        VALUES (:id, :owner, :name, :tags, :state, :key, :resource, :epoch, :changed,
                            :version, :created, :enrolled, :changed)
                        """)
                .param("id", host.id())
                .param("owner", host.ownerId())
                .param("name", host.name())
                .param("tags", json.writeValueAsString(host.tags()))
                .param("state", text(host.state()))
                .param("key", host.publicKey())
                .param("resource", json.writeValueAsString(host.resource()))
                .param("epoch", host.epoch())
                .param("version", host.version())
                .param("created", host.created())
                .param("enrolled", host.enrolled())
                .param("changed", host.changed())
                .update();
    }

    /**
     * Changes what its owner may.
     *
     * @param name null leaves it
     * @param tags null leaves them
     * @return the host as it is now; empty where the owner has no such host
     */
    Optional<Host> update(String id, String ownerId, @Nullable String name, @Nullable List<String> tags, long now) {
        return jdbc.sql("""
                        UPDATE host SET name = COALESCE(:name, name), tags = COALESCE(:tags, tags),
                            version = version + 1, changed = :now
                        WHERE id = :id AND owner_id = :owner AND state <> 'deleted' RETURNING *
                        """)
                .param("id", id)
                .param("owner", ownerId)
                .param("name", name, java.sql.Types.VARCHAR)
                .param("tags", tags == null ? null : json.writeValueAsString(tags), java.sql.Types.VARCHAR)
                .param("now", now)
                .query((row, number) -> host(row))
                .optional();
    }

    /**
     * Empties the host's row, and makes its tokens worthless.
     *
     * @return the host as it is now; empty where the owner has no such host
     */
    Optional<Host> delete(String id, String ownerId, long now) {
        return jdbc.sql("""
                        UPDATE host SET name = '', tags = '[]', resource = '{}', public_key = '', state = 'deleted',
                            epoch = epoch + 1, epoch_changed = :now, version = version + 1, changed = :now
                        WHERE id = :id AND owner_id = :owner AND state <> 'deleted' RETURNING *
                        """)
                .param("id", id)
                .param("owner", ownerId)
                .param("now", now)
                .query((row, number) -> host(row))
                .optional();
    }

    /**
     * Empties the rows of all of an account's hosts, and takes its name off those that were deleted before too, so that
     * the account can go.
     *
     * @return the hosts as they are now, without those that were deleted before
     */
    List<Host> deleteAll(String ownerId, long now) {
        List<Host> deleted = jdbc.sql("""
                        UPDATE host SET name = '', tags = '[]', resource = '{}', public_key = '', state = 'deleted',
                            owner_id = NULL,
                            epoch = epoch + 1, epoch_changed = :now, version = version + 1, changed = :now
                        WHERE owner_id = :owner AND state <> 'deleted' RETURNING *
                        """)
                .param("owner", ownerId)
                .param("now", now)
                .query((row, number) -> host(row))
                .list();
        jdbc.sql("UPDATE host SET owner_id = NULL WHERE owner_id = :owner")
                .param("owner", ownerId)
                .update();
        return deleted;
    }

    /**
     * Makes an active host's tokens worthless, and lets it have no new ones.
     *
     * @return the host as it is now; empty where the owner has no such host, or it was not active
     */
    Optional<Host> revoke(String id, String ownerId, long now) {
        return jdbc.sql("""
                        UPDATE host SET state = 'revoked',
                            epoch = epoch + 1, epoch_changed = :now, version = version + 1, changed = :now
                        WHERE id = :id AND owner_id = :owner AND state = 'active' RETURNING *
                        """)
                .param("id", id)
                .param("owner", ownerId)
                .param("now", now)
                .query((row, number) -> host(row))
                .optional();
    }

    /**
     * Gives the host another key, active or not; the tokens by the one before are worthless.
     *
     * @return the host as it is now; empty where the owner has no such host
     */
    Optional<Host> rekey(String id, String ownerId, String publicKey, Map<String, String> resource, long now) {
        return jdbc.sql("""
                        UPDATE host SET public_key = :key, resource = :resource, state = 'active', enrolled = :now,
                            shared = NULL,
                            epoch = epoch + 1, epoch_changed = :now, version = version + 1, changed = :now
                        WHERE id = :id AND owner_id = :owner AND state <> 'deleted' RETURNING *
                        """)
                .param("id", id)
                .param("owner", ownerId)
                .param("key", publicKey)
                .param("resource", json.writeValueAsString(resource))
                .param("now", now)
                .query((row, number) -> host(row))
                .optional();
    }

    /** Gives every host that has no owner to this account, and makes the tokens worthless that do not name it. */
    List<Host> claim(String ownerId, long now) {
        return jdbc.sql("""
                        UPDATE host SET owner_id = :owner,
                            epoch = epoch + 1, epoch_changed = :now, version = version + 1, changed = :now
                        WHERE owner_id IS NULL AND state <> 'deleted' RETURNING *
                        """)
                .param("owner", ownerId)
                .param("now", now)
                .query((row, number) -> host(row))
                .list();
    }

    /** @return false where the host may not send, or the epoch is not its own any more */
    boolean describe(String id, long epoch, Map<String, String> resource) {
        return jdbc.sql("""
                        UPDATE host SET resource = :resource WHERE id = :id AND epoch = :epoch AND state = 'active'
                        """)
                        .param("id", id)
                        .param("epoch", epoch)
                        .param("resource", json.writeValueAsString(resource))
                        .update()
                == 1;
    }

    private Host host(ResultSet row) throws SQLException {
        return new Host(
                row.getString("id"),
                row.getString("owner_id"),
                row.getString("name"),
                json.readValue(row.getString("tags"), TAGS),
                HostChange.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("public_key"),
                json.readValue(row.getString("resource"), RESOURCE),
                row.getLong("epoch"),
                row.getLong("version"),
                row.getLong("created"),
                row.getLong("enrolled"),
                row.getLong("changed"),
                shared(row));
    }

    private static @Nullable Long shared(ResultSet row) throws SQLException {
        long shared = row.getLong("shared");
        return row.wasNull() ? null : shared;
    }

    /**
     * Keeps when it was noticed that several machines send as this host.
     *
     * @return whether that is new: it was not noticed within the last hour
     */
    boolean noteShared(String id, long now) {
        boolean isNew = jdbc.sql("""
                        SELECT COUNT(*) FROM host WHERE id = :id AND (shared IS NULL OR shared < :before)
                        """)
                        .param("id", id)
                        .param("before", now - Duration.ofHours(1).toMillis())
                        .query(Integer.class)
                        .single()
                == 1;
        jdbc.sql("UPDATE host SET shared = :now WHERE id = :id AND state = 'active'")
                .param("id", id)
                .param("now", now)
                .update();
        return isNew;
    }

    private static String text(HostChange.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
