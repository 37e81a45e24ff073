package dev.statusmonitor.standalone;

import dev.statusmonitor.standalone.console.Refusal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Told when the platform should end: by Ctrl-C or a SIGTERM, by a part that cannot go on, or by whatever else ends
 * the JVM. The one who waits here then closes all parts in order, which a shutdown hook of each part could not.
 */
final class StopSignal {
    private static final long PATIENCE_SECONDS = 25;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Refusal> reason = new AtomicReference<>();
    private @Nullable Thread starting;

    /** Listens from now on; a start that is under way on this thread is interrupted, until {@link #closing}. */
    void listen() {
        begin();
        for (String signal : new String[] {"INT", "TERM"}) {
            onSignal(signal, this::wish);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::askAndWait, "stop"));
    }

    synchronized void begin() {
        starting = Thread.currentThread();
    }

    /** Somebody wishes it to end, by a signal. */
    synchronized void wish() {
        ask(null);
        if (starting != null) {
            starting.interrupt();
        }
    }

    /**
     * From here on nobody is interrupted, and this thread is not: what closes in order must not be cut short by the
     * signal that it closes for, nor by the next.
     */
    synchronized void closing() {
        starting = null;
        var ignored = Thread.interrupted();
    }

    /** Asks the platform to end. The first reason counts; null is none, a wish. */
    void ask(@Nullable Refusal why) {
        reason.compareAndSet(null, why);
        asked.countDown();
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Why it has to end; null when somebody wished it. */
    @Nullable Refusal reason() {
        return reason.get();
    }

    /** @return whether it was asked within that time */
    boolean await(long millis) throws InterruptedException {
        return asked.await(millis, TimeUnit.MILLISECONDS);
    }

    /** All parts are closed: the JVM may end. */
    void closed() {
        closed.countDown();
    }

    private void askAndWait() {
        ask(null);
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A JVM that ends by a signal reports an error, though all was closed in order. Only sun.misc.Signal (module
     * jdk.unsupported, in every JDK) lets a program answer a signal itself; where it is missing, the hook does.
     */
    private static void onSignal(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object answer = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), answer);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // A signal that this system lacks, or that the JVM was told to leave alone (-Xrs).
            if (e instanceof InvocationTargetException && !(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("cannot listen for " + name, e);
            }
        }
    }
}
