package dev.statusmonitor.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The busiest and the largest processes of a host at a moment: their names and ids, never what they were started with.
 *
 * <pre>{@code {"cpu":[{"name":"java","pid":4711,"cpu":0.93}],"memory":[{"name":"postgres","pid":77,"memory":1234567}]}}</pre>
 *
 * @param cpu those that have taken most processor time since the last such list, the busiest first; at most {@value #MOST}
 * @param memory those that take most memory, the largest first; at most {@value #MOST}
 */
public record TopProcesses(List<Busy> cpu, List<Large> memory) {
    /** Of each kind. */
    public static final int MOST = 5;

    /** The characters of a name. */
    public static final int NAME_MAX = 64;

    /** Larger than any process id that there is. */
    public static final long PID_MAX = (1L << 32) - 1;

    /** A process takes no more than all of these processors. */
    public static final double CPU_MAX = 65_536;

    /** A process takes no more bytes of memory. */
    public static final long MEMORY_MAX = 1L << 53;

    private static final JsonFactory FACTORY = new JsonFactory();

    public TopProcesses {
        cpu = List.copyOf(cpu);
        memory = List.copyOf(memory);
        if (cpu.size() > MOST || memory.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " processes of a kind");
        }
    }

    /**
     * One of the busiest.
     *
     * @param name fit to be shown, see {@link #isName}
     * @param cpu share of one processor; of several threads it may be above 1
     */
    public record Busy(String name, long pid, double cpu) {
        public Busy {
            require(name, pid, cpu >= 0 && cpu <= CPU_MAX);
        }
    }

    /**
     * One of the largest.
     *
     * @param name fit to be shown, see {@link #isName}
     * @param memory what it has in memory, in bytes
     */
    public record Large(String name, long pid, long memory) {
        public Large {
            require(name, pid, memory >= 0 && memory <= MEMORY_MAX);
        }
    }

    private static void require(String name, long pid, boolean inRange) {
        if (!isName(name) || pid < 0 || pid > PID_MAX || !inRange) {
            throw new IllegalArgumentException("no process: " + pid);
        }
    }

    /** Whether it is 1 to {@value #NAME_MAX} characters, none of which controls how text is shown. */
    public static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= NAME_MAX && text.codePoints().noneMatch(TopProcesses::isControl);
    }

    /** What a system calls a process as a name that is fit to be shown; whoever names it may put anything there. */
    public static String name(String text) {
        var name = new StringBuilder();
        text.codePoints()
                .map(each -> isControl(each) ? '?' : each)
                .takeWhile(each -> name.length() + Character.charCount(each) <= NAME_MAX)
                .forEach(name::appendCodePoint);
        return name.length() == 0 ? "?" : name.toString();
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("cpu");
        for (Busy each : cpu) {
            json.writeStartObject();
            json.writeStringProperty("name", each.name);
            json.writeNumberProperty("pid", each.pid);
            json.writeNumberProperty("cpu", each.cpu);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("memory");
        for (Large each : memory) {
            json.writeStartObject();
            json.writeStringProperty("name", each.name);
            json.writeNumberProperty("pid", each.pid);
            json.writeNumberProperty("memory", each.memory);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** As in a sample, in UTF-8. */
    byte[] toJson() {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(json);
        }
        return bytes.toByteArray();
    }

    /** The same as text. */
    @Override
    public String toString() {
        return new String(toJson(), StandardCharsets.UTF_8);
    }
}
