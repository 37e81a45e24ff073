package dev.statusmonitor.history.store.questdb;

import io.questdb.log.LogLevel;
import io.questdb.log.LogRecordUtf8Sink;
import io.questdb.log.LogWriter;
import io.questdb.mp.RingQueue;
import io.questdb.mp.SCSequence;
import io.questdb.std.QuietCloseable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what QuestDB thinks worth an error; QuestDB makes it by name. Public for that reason alone. */
public final class Slf4jLogWriter implements LogWriter, QuietCloseable {
    private static final Logger log = LoggerFactory.getLogger("questdb");

    private final RingQueue<LogRecordUtf8Sink> queue;
    private final SCSequence sequence;

    /** The shape that QuestDB's log configuration asks for. */
    public Slf4jLogWriter(RingQueue<LogRecordUtf8Sink> queue, SCSequence sequence, int level) {
        this.queue = queue;
        this.sequence = sequence;
    }

    @Override
    public void bindProperties(io.questdb.log.LogFactory factory) {}

    @Override
    public boolean run(int workerId, RunStatus runStatus) {
        return sequence.consumeAll(queue, Slf4jLogWriter::write);
    }

    private static void write(LogRecordUtf8Sink message) {
        String text = message.toString().strip();
        if ((message.getLevel() & LogLevel.CRITICAL) != 0) {
            log.error(text);
        } else {
            log.warn(text);
        }
    }

    @Override
    public void close() {}
}
