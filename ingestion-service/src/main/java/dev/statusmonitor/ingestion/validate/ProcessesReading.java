package dev.statusmonitor.ingestion.validate;

import dev.statusmonitor.contract.TopProcesses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads which processes stand out, to the end of that value whatever it is. */
final class ProcessesReading {
    private final JsonParser json;
    private @Nullable String problem;

    private ProcessesReading(JsonParser json) {
        this.json = json;
    }

    /**
     * What was read.
     *
     * @param processes null where it cannot be taken
     * @param problem why not, a sentence for the sender; null where it can
     */
    record Read(@Nullable TopProcesses processes, @Nullable String problem) {}

    /** @param token the value's first one */
    static Read read(JsonParser json, JsonToken token) {
        return new ProcessesReading(json).read(token);
    }

    private Read read(JsonToken first) {
        var cpu = new ArrayList<TopProcesses.Busy>(TopProcesses.MOST);
        var memory = new ArrayList<TopProcesses.Large>(TopProcesses.MOST);
        if (first != JsonToken.START_OBJECT) {
            json.skipChildren();
            return new Read(null, "processes is a JSON object with the lists cpu and memory");
        }
        for (String list = json.nextName(); list != null; list = json.nextName()) {
            JsonToken token = json.nextToken();
            switch (list) {
                case "cpu" -> readList(token, list, cpu, TopProcesses.Busy::new);
                case "memory" ->
                    readList(
                            token, list, memory, (name, pid, value) -> new TopProcesses.Large(name, pid, whole(value)));
                // What a later version adds.
                default -> json.skipChildren();
            }
        }
        return problem == null
                ? new Read(new TopProcesses(List.copyOf(cpu), List.copyOf(memory)), null)
                : new Read(null, problem);
    }

    private static long whole(double value) {
        if (value != Math.rint(value) || Math.abs(value) > TopProcesses.MEMORY_MAX) {
            throw new IllegalArgumentException("bytes");
        }
        return (long) value;
    }

    private interface Making<T> {
        T make(String name, long pid, double value);
    }

    private <T> void readList(JsonToken first, String value, List<T> into, Making<T> making) {
        if (first != JsonToken.START_ARRAY) {
            json.skipChildren();
            fail(value + " is a list of processes");
            return;
        }
        into.clear();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                json.skipChildren();
                fail("a process is a JSON object with name, pid and " + value);
            } else if (into.size() == TopProcesses.MOST) {
                json.skipChildren();
                fail(value + " has at most " + TopProcesses.MOST + " processes");
            } else {
                T process = readProcess(value, making);
                if (process != null) {
                    into.add(process);
                }
            }
        }
    }

    private <T> @Nullable T readProcess(String value, Making<T> making) {
        String name = "";
        long pid = -1;
        double number = Double.NaN;
        for (String member = json.nextName(); member != null; member = json.nextName()) {
            JsonToken token = json.nextToken();
            if (member.equals("name") && token == JsonToken.VALUE_STRING) {
                name = json.getString();
            } else if (member.equals("pid")
                    && token == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                pid = json.getLongValue();
            } else if (member.equals(value)
                    && (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT)) {
                number = json.getDoubleValue();
            } else {
                json.skipChildren();
            }
        }
        try {
            return making.make(name, pid, number);
        } catch (IllegalArgumentException e) {
            fail("a process has a name of 1 to " + TopProcesses.NAME_MAX + " characters that can be shown, a pid, and "
                    + (value.equals("cpu") ? "cpu, its share of one processor" : "memory, in whole bytes"));
            return null;
        }
    }

    private void fail(String reason) {
        if (problem == null) {
            problem = reason;
        }
    }
}
