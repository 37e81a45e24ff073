package dev.statusmonitor.alerts.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.statusmonitor.alerts.evaluate.Severity;
import dev.statusmonitor.alerts.incident.AlertEvent;
import dev.statusmonitor.alerts.store.Ids;
import dev.statusmonitor.alerts.store.Words;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables of channels, of messages to them, and of codes that link them. Safe for use by several threads. */
public final class Channels {
    private static final Duration CODE_LIFETIME = Duration.ofMinutes(15);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    public Channels(JdbcClient jdbc, TransactionTemplate transactions, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    String newId() {
        return ids.next(clock.millis());
    }

    void add(Channel channel) {
        jdbc.sql("""
                        INSERT INTO channel (id, account_id, kind, name, address, topic, secret, min_severity, paused,
                            created)
                        VALUES (:id, :account, :kind, :name, :address, :topic, :secret, :severity, :paused, :created)
                        """)
                .param("id", channel.id())
                .param("account", channel.accountId())
                .param("kind", word(channel.kind()))
                .param("name", channel.name())
                .param("address", channel.address())
                .param("topic", channel.topic(), Types.BIGINT)
                .param("secret", channel.secret())
                .param("severity", word(channel.minSeverity()))
                .param("paused", channel.paused() ? 1L : 0L)
                .param("created", channel.created())
                .update();
    }

    /** What is null stays; a change makes it worth another try. */
    Optional<Channel> change(
            String id, String accountId, @Nullable String name, @Nullable Severity severity, @Nullable Boolean paused) {
        jdbc.sql("""
                        UPDATE channel SET name = COALESCE(:name, name), min_severity = COALESCE(:severity, min_severity),
                            paused = COALESCE(:paused, paused), problem = NULL
                        WHERE id = :id AND account_id = :account
                        """)
                .param("id", id)
                .param("account", accountId)
                .param("name", name, Types.VARCHAR)
                .param("severity", severity == null ? null : word(severity), Types.VARCHAR)
                .param("paused", paused == null ? null : paused ? 1L : 0L, Types.BIGINT)
                .update();
        return find(id, accountId);
    }

    boolean delete(String id, String accountId) {
        return jdbc.sql("DELETE FROM channel WHERE id = :id AND account_id = :account")
                        .param("id", id)
                        .param("account", accountId)
                        .update()
                == 1;
    }

    Optional<Channel> find(String id, String accountId) {
        return get(id).filter(channel -> channel.accountId().equals(accountId));
    }

    Optional<Channel> get(String id) {
        return jdbc.sql("SELECT * FROM channel WHERE id = :id")
                .param("id", id)
                .query((row, number) -> channel(row))
                .optional();
    }

    List<Channel> of(String accountId) {
        return jdbc.sql("SELECT * FROM channel WHERE account_id = :account ORDER BY created, id")
                .param("account", accountId)
                .query((row, number) -> channel(row))
                .list();
    }

    /** Those of all accounts that lead to this chat. */
    List<Channel> ofChat(String chat) {
        return jdbc.sql("SELECT * FROM channel WHERE kind = 'telegram' AND address = :chat")
                .param("chat", chat)
                .query((row, number) -> channel(row))
                .list();
    }

    void problem(String id, @Nullable String problem) {
        jdbc.sql("UPDATE channel SET problem = :problem WHERE id = :id")
                .param("id", id)
                .param("problem", problem, Types.VARCHAR)
                .update();
    }

    /** Telegram gives a group another id when it grows. */
    void moved(String chat, String newChat) {
        jdbc.sql("UPDATE channel SET address = :new WHERE kind = 'telegram' AND address = :old")
                .param("old", chat)
                .param("new", newChat)
                .update();
    }

    // ---- messages

    /**
     * The messages that follow from events, each made once however often the event is read. An end is told only where
     * the beginning was.
     */
    List<Delivery> deliver(List<AlertEvent> events) {
        var made = new ArrayList<Delivery>();
        transactions.executeWithoutResult(status -> {
            made.clear();
            for (AlertEvent event : events) {
                for (Channel channel : of(event.account())) {
                    boolean wanted = event.type() == AlertEvent.Type.RESOLVED
                            ? wasTold(event.incident().id(), channel.id())
                            : !channel.paused()
                                    && Severity.valueOf(event.incident()
                                                            .severity()
                                                            .toUpperCase(java.util.Locale.ROOT))
                                                    .compareTo(channel.minSeverity())
                                            >= 0;
                    if (wanted) {
                        deliver(event, channel).ifPresent(made::add);
                    }
                }
            }
        });
        return made;
    }

    private Optional<Delivery> deliver(AlertEvent event, Channel channel) {
        var delivery = new Delivery(newId(), channel, event, 0, clock.millis());
        int added = jdbc.sql("""
                        INSERT INTO delivery (id, event_id, incident_id, channel_id, type, event, state, attempts,
                            created, changed)
                        VALUES (:id, :event, :incident, :channel, :type, :json, 'pending', 0, :now, :now)
                        ON CONFLICT (event_id, channel_id) DO NOTHING
                        """)
                .param("id", delivery.id())
                .param("event", event.id())
                .param("incident", event.incident().id())
                .param("channel", channel.id())
                .param("type", word(event.type()))
                .param("json", event.toJson())
                .param("now", delivery.created())
                .update();
        return added == 1 ? Optional.of(delivery) : Optional.empty();
    }

    private boolean wasTold(String incident, String channel) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM delivery WHERE incident_id = :incident AND channel_id = :channel
                            AND type IN ('firing', 'repeated') AND state <> 'failed'
                        """)
                        .param("incident", incident)
                        .param("channel", channel)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** What was not sent when the last one who did so stopped, in its order. */
    List<Delivery> pending() {
        return jdbc.sql("""
                        SELECT delivery.id AS delivery_id, delivery.event, delivery.attempts,
                            delivery.created AS delivery_created, channel.*
                        FROM delivery JOIN channel ON channel.id = delivery.channel_id
                        WHERE delivery.state = 'pending' ORDER BY delivery.id
                        """)
                .query((row, number) -> new Delivery(
                        row.getString("delivery_id"),
                        channel(row),
                        AlertEvent.read(row.getString("event").getBytes(StandardCharsets.UTF_8)),
                        row.getLong("attempts"),
                        row.getLong("delivery_created")))
                .list();
    }

    void sent(List<Delivery> deliveries, @Nullable String message) {
        update(deliveries, "sent", null, message);
    }

    void failed(List<Delivery> deliveries, String error) {
        update(deliveries, "failed", error, null);
    }

    void tryAgain(List<Delivery> deliveries, String error) {
        update(deliveries, "pending", error, null);
    }

    private void update(List<Delivery> deliveries, String state, @Nullable String error, @Nullable String message) {
        jdbc.sql("""
                        UPDATE delivery SET state = :state, attempts = attempts + 1, changed = :now, error = :error,
                            message = :message
                        WHERE id IN (:ids)
                        """)
                .param("state", state)
                .param("now", clock.millis())
                .param("error", error, Types.VARCHAR)
                .param("message", message, Types.VARCHAR)
                .param("ids", deliveries.stream().map(Delivery::id).toList())
                .update();
    }

    /**
     * What became of the messages of an incident.
     *
     * @param message {@code firing}, {@code repeated} or {@code resolved}
     * @param state {@code pending}, {@code sent} or {@code failed}
     * @param time when that was so, Unix time in milliseconds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Told(
            String channel,
            String kind,
            String name,
            String message,
            String state,
            long attempts,
            long time,
            @Nullable String error) {}

    public List<Told> told(String incidentId) {
        return jdbc.sql("""
                        SELECT channel.id, channel.kind, channel.name, delivery.type, delivery.state, delivery.attempts,
                            delivery.changed, delivery.error
                        FROM delivery JOIN channel ON channel.id = delivery.channel_id
                        WHERE delivery.incident_id = :incident ORDER BY delivery.id
                        """)
                .param("incident", incidentId)
                .query((row, number) -> new Told(
                        row.getString("id"),
                        row.getString("kind"),
                        row.getString("name"),
                        row.getString("type"),
                        row.getString("state"),
                        row.getLong("attempts"),
                        row.getLong("changed"),
                        row.getString("error")))
                .list();
    }

    /** The event whose firing message this was. */
    Optional<AlertEvent> event(String incidentId, String channelId) {
        return jdbc
                .sql("""
                        SELECT event FROM delivery WHERE incident_id = :incident AND channel_id = :channel
                            AND type <> 'resolved' ORDER BY id DESC LIMIT 1
                        """)
                .param("incident", incidentId)
                .param("channel", channelId)
                .query(String.class)
                .list()
                .stream()
                .findFirst()
                .map(text -> AlertEvent.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Deletes what nobody asks for any more. */
    public void purge() {
        long now = clock.millis();
        jdbc.sql("DELETE FROM delivery WHERE state <> 'pending' AND changed < :before")
                .param("before", now - KEPT.toMillis())
                .update();
        jdbc.sql("DELETE FROM link_code WHERE expires < :now").param("now", now).update();
    }

    // ---- links

    /** A code by which a chat becomes a channel of this account. */
    record LinkCode(String code, long expires) {}

    LinkCode newCode(String accountId) {
        var bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long expires = clock.millis() + CODE_LIFETIME.toMillis();
        jdbc.sql("INSERT INTO link_code (code_hash, account_id, expires) VALUES (:hash, :account, :expires)")
                .param("hash", hash(code))
                .param("account", accountId)
                .param("expires", expires)
                .update();
        return new LinkCode(code, expires);
    }

    /** The account whose code this is, once; empty for a wrong, used or old one. */
    Optional<String> useCode(String code) {
        return jdbc
                .sql("DELETE FROM link_code WHERE code_hash = :hash AND expires > :now RETURNING account_id")
                .param("hash", hash(code))
                .param("now", clock.millis())
                .query(String.class)
                .list()
                .stream()
                .findFirst();
    }

    private static String hash(String code) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String word(Enum<?> constant) {
        return Words.of(constant);
    }

    private static Channel channel(ResultSet row) throws SQLException {
        long topic = row.getLong("topic");
        @Nullable Long thread = row.wasNull() ? null : topic;
        return new Channel(
                row.getString("id"),
                row.getString("account_id"),
                Words.read(Channel.Kind.class, row.getString("kind")),
                row.getString("name"),
                row.getString("address"),
                thread,
                row.getString("secret"),
                Words.read(Severity.class, row.getString("min_severity")),
                row.getLong("paused") == 1,
                row.getLong("created"),
                row.getString("problem"));
    }
}
