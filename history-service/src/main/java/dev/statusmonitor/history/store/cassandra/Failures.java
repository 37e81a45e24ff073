package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import dev.statusmonitor.history.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Says what went wrong between the service and Cassandra so that an operator knows what to do. */
final class Failures {
    private static final String PREFIX = "statusmonitor.history.cassandra.";

    private final CassandraSettings settings;

    Failures(CassandraSettings settings) {
        this.settings = settings;
    }

    /** The failure as a sentence; one that is a sentence already as it is. */
    StoreException of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof StoreException known ? known : new StoreException(sentence(cause), cause);
    }

    private String sentence(Throwable cause) {
        return switch (cause) {
            case UnavailableException e ->
                "Cassandra has " + e.getAlive() + " of the " + e.getRequired() + " replicas that "
                        + e.getConsistencyLevel() + " needs: start the nodes that are down (nodetool status), or give"
                        + " the keyspace " + settings.keyspace() + " no more replicas than there are nodes.";
            case WriteTimeoutException e ->
                "Cassandra's replicas did not all write in time: " + e.getReceived() + " of " + e.getBlockFor()
                        + " did. What was to be written is written again.";
            case ReadTimeoutException e ->
                "Cassandra's replicas did not all answer in time: " + e.getReceived() + " of " + e.getBlockFor()
                        + " did.";
            case DriverTimeoutException e ->
                "Cassandra did not answer within " + settings.timeout().toMillis() + " ms.";
            case AuthenticationException e ->
                "Cassandra refuses "
                        + (settings.user() == null ? "a client without a name" : "the user " + settings.user())
                        + ": set " + PREFIX + "user and " + PREFIX + "password-file right.";
            case UnauthorizedException e ->
                "Cassandra's user " + settings.user() + " may not do this (" + e.getMessage() + "): grant it all on"
                        + " the keyspace " + settings.keyspace() + ", and the right to make it where it is not there.";
            case AllNodesFailedException e -> noNode(e);
            case IllegalStateException e -> "The connection to Cassandra is closed.";
            default ->
                "Cassandra failed ("
                        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()) + ").";
        };
    }

    private String noNode(AllNodesFailedException e) {
        return e.getAllErrors().values().stream()
                .flatMap(Collection::stream)
                .filter(each -> each instanceof AuthenticationException || each instanceof UnavailableException)
                .findFirst()
                .map(this::sentence)
                .orElse("No node of Cassandra answers at " + String.join(", ", settings.contactPoints())
                        + ": start it, or set " + PREFIX + "contact-points right.");
    }

    /** There are nodes, but none where they are to be. */
    StoreException noSuchDatacenter(Collection<String> there) {
        return new StoreException(
                "Cassandra has no data centre " + settings.datacenter() + ", but " + String.join(", ", there) + ": set "
                        + PREFIX + "datacenter to that.",
                null);
    }

    /** There is no history to be read in the keyspace, or no such keyspace. */
    StoreException noHistory(List<String> keyspaces) {
        String there = keyspaces.contains(settings.keyspace())
                ? "has no tables of a history in the keyspace " + settings.keyspace()
                : "has no keyspace " + settings.keyspace();
        return new StoreException(
                "The Cassandra at " + String.join(", ", settings.contactPoints()) + " " + there
                        + (keyspaces.isEmpty()
                                ? " and no other"
                                : "; its keyspaces are " + String.join(", ", keyspaces))
                        + ": set " + PREFIX + "keyspace to the one that the history is in.",
                null);
    }

    /** The tables are newer than this program. */
    StoreException tooNew(long found, int known) {
        return new StoreException(
                "The keyspace " + settings.keyspace() + " has tables of version " + found + ", and this program knows "
                        + known + ": start the newer program, or choose another keyspace by " + PREFIX + "keyspace.",
                null);
    }

    /** Tables were made, and some node has not heard of it. */
    StoreException noAgreement(Duration waited) {
        return new StoreException(
                "Cassandra's nodes have not agreed on the tables of the keyspace " + settings.keyspace() + " within "
                        + waited.toSeconds() + " s: look for nodes that hang or cannot reach the others (nodetool"
                        + " describecluster, nodetool status). It is tried again.",
                null);
    }

    /** A node's clock is wrong. */
    StoreException wrongClock(Object node, long seconds) {
        return new StoreException(
                "The clock of Cassandra's node " + node + " is " + Math.abs(seconds) + " s "
                        + (seconds < 0 ? "behind" : "ahead") + ": set it right (NTP), or samples expire at the wrong"
                        + " time.",
                null);
    }

    StoreException passwordUnreadable(Exception e) {
        return new StoreException(
                "The file " + settings.passwordFile() + " with Cassandra's password cannot be read.", e);
    }

    /** Samples are there that were stored after the tables had been brought up to a newer version. */
    static StoreException changedMeanwhile() {
        return new StoreException(
                "Cassandra's tables were brought up to a newer version after this program had looked at them: start it"
                        + " again.",
                null);
    }

    static StoreException closed() {
        return new StoreException("The store is closed.", null);
    }
}
