package dev.statusmonitor.gateway.live;

import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.gateway.push.AccessUnknownException;
import dev.statusmonitor.gateway.push.HostAccess;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.problem.ProblemException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Access as the view of hosts has it. */
public final class DirectoryAccess implements HostAccess {
    private final HostDirectory directory;

    public DirectoryAccess(HostDirectory directory) {
        this.directory = directory;
    }

    /** Tells of every change from now on; to be called before the view of hosts starts. */
    public void listen(ChangeListener listener) {
        Map<String, String> owners = new ConcurrentHashMap<>();
        directory.addListener(change -> {
            String after = change.state() == HostChange.State.DELETED ? null : change.ownerId();
            String before = after == null ? owners.remove(change.hostId()) : owners.put(change.hostId(), after);
            listener.changed(change.hostId(), before, after);
        });
    }

    @Override
    public boolean known() {
        return directory.isCurrent();
    }

    @Override
    public @Nullable String readerOf(String hostId) throws AccessUnknownException {
        if (!directory.isCurrent()) {
            throw new AccessUnknownException();
        }
        HostChange host = directory.find(hostId).orElse(null);
        return host == null ? null : host.ownerId();
    }

    @Override
    public Collection<String> hostsOf(String accountId) throws AccessUnknownException {
        try {
            return directory.ownedBy(accountId).stream().map(HostChange::hostId).toList();
        } catch (ProblemException e) {
            throw new AccessUnknownException();
        }
    }

    /** Hears of changes of hosts. */
    @FunctionalInterface
    public interface ChangeListener {
        /**
         * Something about a host is another now.
         *
         * @param before whose it was, null for nobody's
         * @param after whose it is, null for nobody's
         */
        void changed(String hostId, @Nullable String before, @Nullable String after);
    }
}
