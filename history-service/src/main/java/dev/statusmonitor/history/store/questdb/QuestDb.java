package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.StoreException;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CairoException;
import io.questdb.cairo.O3PartitionPurgeJob;
import io.questdb.cairo.SymbolMapReader;
import io.questdb.cairo.TableReader;
import io.questdb.cairo.TableUtils;
import io.questdb.cairo.TableWriter;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.sql.BindVariableService;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.cairo.sql.SqlExecutionCircuitBreaker;
import io.questdb.cairo.sql.TableMetadata;
import io.questdb.griffin.FunctionFactory;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A QuestDB without its server: no port, no worker threads, no SQL functions. Safe for use by several threads. */
final class QuestDb implements AutoCloseable {
    static final String TABLES = "tables";
    /** Beside the tables, while they are copied, what each of them is made of. */
    static final String CHECKPOINT = TableUtils.CHECKPOINT_DIRECTORY;
    /** Its presence tells that the checkpoint is to be gone back to. */
    static final String RESTORE = TableUtils.RESTORE_FROM_CHECKPOINT_TRIGGER_FILE_NAME;

    private final SmallConfiguration configuration;
    private final CairoEngine engine;
    private final O3PartitionPurgeJob purge;
    /** Readers share it: memory that is unmapped under a reader ends the process. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;

    /**
     * Opens it; one that was copied by a checkpoint goes back to that first.
     *
     * @param folder where the folder of its tables is
     */
    QuestDb(Path folder) {
        configuration = new SmallConfiguration(folder.resolve(TABLES).toString(), folder.toString());
        engine = new CairoEngine(configuration) {
            @Override
            protected Iterable<FunctionFactory> getFunctionFactories() {
                // Its thousand functions would cost a second of each start, and no statement here needs one.
                return List.of();
            }
        };
        engine.load();
        // What a statement may alter is looked up there.
        engine.getMetadataCache().onStartupAsyncHydrator();
        purge = new O3PartitionPurgeJob(engine, 1);
    }

    /** Sets up what a statement needs to know. */
    interface Binding {
        void bind(BindVariableService variables) throws SqlException;
    }

    /** Takes one row; it is gone afterwards. */
    interface RowReader {
        void read(Record row);
    }

    /**
     * Makes a table that is not there, and sets for how long its rows are kept. Asks for no SQL where nothing is to be
     * done, since QuestDB's compiler takes half a second to load.
     *
     * @param definition its columns and layout
     * @param retentionHours 0 for ever: then whoever made it removes partitions
     */
    void prepareTable(String name, String definition, int retentionHours) {
        if (engine.getTableTokenIfExists(name) == null) {
            execute("CREATE TABLE " + name + " " + definition);
        }
        try (TableMetadata table = engine.getTableMetadata(engine.verifyTableName(name))) {
            if (table.getTtlHoursOrMonths() == retentionHours) {
                return;
            }
        }
        execute("ALTER TABLE " + name + " SET TTL " + retentionHours + " HOURS");
    }

    /** Runs a statement of this package's own making. */
    void execute(String statement) {
        try {
            engine.execute(statement);
        } catch (SqlException | CairoException e) {
            throw failed("QuestDB refused: " + statement, e);
        }
    }

    /** Runs a statement of this package's own making; values travel beside it. */
    void execute(String statement, Binding binding) {
        var variables = new BindVariableServiceImpl(configuration);
        try (var context = new SqlExecutionContextImpl(engine, 1)) {
            context.with(AllowAllSecurityContext.INSTANCE, variables);
            binding.bind(variables);
            engine.execute(statement, context);
        } catch (SqlException | CairoException e) {
            throw failed("QuestDB refused: " + statement, e);
        }
    }

    /** The same while nobody reads, so that the files that it replaces can be removed at once. */
    void executeAlone(String statement, Binding binding) {
        open.writeLock().lock();
        try {
            if (closed) {
                throw new StoreException("The store is closed.", null);
            }
            execute(statement, binding);
        } finally {
            open.writeLock().unlock();
        }
    }

    /** Reads all rows of a query of this package's own making; values travel beside it. */
    void forEachRow(String query, Binding binding, RowReader reader) {
        forEachRow(query, binding, () -> {}, reader);
    }

    /**
     * The same.
     *
     * @param opened runs before the first row, when it is settled which rows there are: whatever becomes of them
     *     later, these will be read
     */
    void forEachRow(String query, Binding binding, Runnable opened, RowReader reader) {
        open.readLock().lock();
        try {
            if (closed) {
                throw new StoreException("The store is closed.", null);
            }
            read(query, binding, opened, reader);
        } finally {
            open.readLock().unlock();
        }
    }

    private void read(String query, Binding binding, Runnable opened, RowReader reader) {
        var variables = new BindVariableServiceImpl(configuration);
        try (var context = new SqlExecutionContextImpl(engine, 1)) {
            context.with(AllowAllSecurityContext.INSTANCE, variables);
            binding.bind(variables);
            try (RecordCursorFactory factory = engine.select(query, context);
                    RecordCursor rows = factory.getCursor(context)) {
                opened.run();
                Record row = rows.getRecord();
                while (rows.hasNext()) {
                    reader.read(row);
                }
            }
        } catch (SqlException | CairoException e) {
            throw failed("QuestDB could not read", e);
        }
    }

    /** The texts that a table has ever had in a column of symbols. */
    Set<String> symbols(String table, int column) {
        open.readLock().lock();
        try {
            if (closed) {
                throw new StoreException("The store is closed.", null);
            }
            try (TableReader reader = engine.getReader(engine.verifyTableName(table))) {
                var texts = new HashSet<String>();
                SymbolMapReader symbols = reader.getSymbolMapReader(column);
                for (int key = 0; key < symbols.getSymbolCount(); key++) {
                    texts.add(String.valueOf(symbols.valueOf(key)));
                }
                return texts;
            }
        } catch (CairoException e) {
            throw failed("QuestDB could not read", e);
        } finally {
            open.readLock().unlock();
        }
    }

    /** Keeps what the tables are made of now, and the files of that, until {@link #endCheckpoint}. */
    void beginCheckpoint() {
        open.readLock().lock();
        try {
            if (closed) {
                throw new StoreException("The store is closed.", null);
            }
            engine.checkpointCreate(SqlExecutionCircuitBreaker.NOOP_CIRCUIT_BREAKER, false);
        } catch (SqlException | CairoException e) {
            throw failed("QuestDB could not keep its files as they are", e);
        } finally {
            open.readLock().unlock();
        }
    }

    /** Lets them go. */
    void endCheckpoint() {
        open.readLock().lock();
        try {
            if (!closed) {
                engine.checkpointRelease();
            }
        } catch (SqlException | CairoException e) {
            throw failed("QuestDB could not let go of the files that it kept", e);
        } finally {
            open.readLock().unlock();
        }
    }

    /** A table's only writer, until it is closed. */
    TableWriter writer(String table) {
        return engine.getWriter(engine.verifyTableName(table), "history");
    }

    /** Whether the next commits of this thread reach the disk before they return. */
    void sync(boolean on) {
        configuration.sync(on);
    }

    /** Gives back what nobody has used for a minute, and removes what readers kept from being removed. */
    void maintain() {
        open.readLock().lock();
        try {
            if (!closed) {
                engine.releaseInactive();
                purge.drain(0);
            }
        } finally {
            open.readLock().unlock();
        }
    }

    /** Waits for readers to end. */
    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                purge.close();
                engine.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }

    static StoreException failed(String what, Exception e) {
        return new StoreException(what + ": " + e.getMessage(), e);
    }
}
