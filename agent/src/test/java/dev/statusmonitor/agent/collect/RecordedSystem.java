package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.send.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import oshi.hardware.CentralProcessor.LogicalProcessor;
import oshi.spi.SystemInfoProvider;

/**
 * OSHI's answers from a file: each object holds what its getters return, by their names. {@code {"then": [a, b]}} is a
 * first at the first moment, b at the second.
 */
final class RecordedSystem {
    private final Map<String, @Nullable Object> members;
    private int moment;

    private RecordedSystem(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    static RecordedSystem of(String resource) {
        try (InputStream stream = RecordedSystem.class.getResourceAsStream(resource)) {
            return new RecordedSystem(
                    Json.read(Objects.requireNonNull(stream, resource).readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes on to the second moment. */
    void next() {
        moment = 1;
    }

    SystemInfoProvider provider() {
        return proxy(SystemInfoProvider.class, members);
    }

    private <T> T proxy(Class<T> type, Map<?, ?> recorded) {
        InvocationHandler handler = (self, method, arguments) -> answer(self, method, arguments, recorded);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object answer(
            Object self, Method method, @Nullable Object @Nullable [] arguments, Map<?, ?> recorded) throws Throwable {
        if (!recorded.containsKey(method.getName())) {
            if (method.getName().equals("updateAttributes")) {
                return true;
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, arguments);
            }
            throw new AssertionError("there is no recorded answer to " + method);
        }
        return convert(recorded.get(method.getName()), method.getGenericReturnType());
    }

    private @Nullable Object convert(@Nullable Object value, Type type) {
        if (value instanceof Map<?, ?> both && both.get("then") instanceof List<?> moments) {
            return convert(moments.get(Math.min(moment, moments.size() - 1)), type);
        }
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            var converted = new ArrayList<@Nullable Object>();
            ((List<?>) Objects.requireNonNull(value)).forEach(each -> converted.add(convert(each, element)));
            return converted;
        }
        Class<?> wanted = (Class<?>) type;
        if (wanted == LogicalProcessor.class) {
            int number = ((Long) Objects.requireNonNull(value)).intValue();
            return new LogicalProcessor(number, number, 0);
        }
        if (wanted == long[].class) {
            return ((List<?>) Objects.requireNonNull(value))
                    .stream().mapToLong(each -> (Long) each).toArray();
        }
        if (wanted == long[][].class) {
            return ((List<?>) Objects.requireNonNull(value))
                    .stream().map(each -> (long[]) convert(each, long[].class)).toArray(long[][]::new);
        }
        if (wanted == double[].class) {
            return ((List<?>) Objects.requireNonNull(value))
                    .stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
        }
        if (wanted == int.class) {
            return ((Long) Objects.requireNonNull(value)).intValue();
        }
        if (wanted == double.class) {
            return ((Number) Objects.requireNonNull(value)).doubleValue();
        }
        if (wanted.isEnum()) {
            return List.of(wanted.getEnumConstants()).stream()
                    .filter(constant -> constant.toString().equals(value))
                    .findFirst()
                    .orElseThrow();
        }
        return value instanceof Map<?, ?> inner ? proxy(wanted, inner) : value;
    }
}
