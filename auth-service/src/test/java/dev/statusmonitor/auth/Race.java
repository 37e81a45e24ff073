package dev.statusmonitor.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Several do something at the same instant. */
public final class Race {
    private Race() {}

    /** What each of them got. */
    public static <T> List<T> between(int runners, IntFunction<Callable<T>> runner) throws Exception {
        var line = new CyclicBarrier(runners);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = IntStream.range(0, runners)
                    .mapToObj(number -> threads.submit(() -> {
                        line.await();
                        return runner.apply(number).call();
                    }))
                    .toList();
            var results = new ArrayList<T>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
