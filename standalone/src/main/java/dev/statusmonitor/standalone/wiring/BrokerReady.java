package dev.statusmonitor.standalone.wiring;

import dev.statusmonitor.embedded.kafka.EmbeddedKafka;
import dev.statusmonitor.starter.StartOrder;
import dev.statusmonitor.starter.kafka.PlatformTopics;
import dev.statusmonitor.starter.kafka.TopicSettings;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.SmartLifecycle;

/**
 * The broker starts while the context does. This holds the consumers back until it is there and has its topics; the
 * page answers before.
 */
final class BrokerReady implements SmartLifecycle {
    /** After the web server, before the first consumer. */
    private static final int PHASE = StartOrder.HOST_DIRECTORY - 1;

    private final Future<EmbeddedKafka> broker;
    private final TopicSettings settings;
    private volatile boolean running;

    BrokerReady(Future<EmbeddedKafka> broker, TopicSettings settings) {
        this.broker = broker;
        this.settings = settings;
    }

    @Override
    public void start() {
        try (var admin = Admin.create(broker.get().clientProperties())) {
            PlatformTopics.provide(admin, settings);
            running = true;
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
