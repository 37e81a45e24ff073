package dev.statusmonitor.history.store.questdb;

import io.questdb.cairo.CommitMode;
import io.questdb.cairo.DefaultCairoConfiguration;

/**
 * QuestDB cut down to what a few append-only tables, two writers and a few readers need. Its defaults are those of a
 * server of its own: pools for SQL texts of any length, queues for many workers, pages that preallocate megabytes for
 * each column of each partition.
 */
final class SmallConfiguration extends DefaultCairoConfiguration {
    private static final int FEW = 16;
    private static final int SOME = 64;
    private static final int KILOBYTE = 1 << 10;

    /** Of the thread that commits: others' commits are others' business. */
    private final ThreadLocal<Boolean> sync = ThreadLocal.withInitial(() -> false);

    /**
     * @param root where its tables are
     * @param folder where it looks for the sign that these were copied
     */
    SmallConfiguration(String root, String folder) {
        super(root, folder);
    }

    @Override
    public boolean isCheckpointRecoveryEnabled() {
        return true;
    }

    /** Indexes are written to in place: what was copied of one may be of several moments. */
    @Override
    public boolean getCheckpointRecoveryRebuildColumnIndexes() {
        return true;
    }

    /** Whether the next commits of this thread reach the disk before they return. */
    void sync(boolean on) {
        sync.set(on);
    }

    @Override
    public int getCommitMode() {
        return sync.get() ? CommitMode.SYNC : CommitMode.NOSYNC;
    }

    @Override
    public long getInactiveReaderTTL() {
        return 60_000;
    }

    @Override
    public long getDataAppendPageSize() {
        return 256 * KILOBYTE;
    }

    @Override
    public long getDataIndexKeyAppendPageSize() {
        return 64 * KILOBYTE;
    }

    @Override
    public long getDataIndexValueAppendPageSize() {
        return 256 * KILOBYTE;
    }

    @Override
    public long getMiscAppendPageSize() {
        return 64 * KILOBYTE;
    }

    @Override
    public int getO3ColumnMemorySize() {
        return 64 * KILOBYTE;
    }

    @Override
    public int getColumnIndexerQueueCapacity() {
        return FEW;
    }

    @Override
    public int getGroupByPoolCapacity() {
        return FEW;
    }

    @Override
    public int getO3CallbackQueueCapacity() {
        return FEW;
    }

    @Override
    public int getO3CopyQueueCapacity() {
        return FEW;
    }

    @Override
    public int getO3OpenColumnQueueCapacity() {
        return FEW;
    }

    @Override
    public int getO3PartitionQueueCapacity() {
        return FEW;
    }

    @Override
    public int getO3PurgeDiscoveryQueueCapacity() {
        return SOME;
    }

    @Override
    public int getPageFrameReduceQueueCapacity() {
        return FEW;
    }

    @Override
    public int getPageFrameReduceShardCount() {
        return 1;
    }

    @Override
    public int getUnorderedPageFrameReduceQueueCapacity() {
        return FEW;
    }

    @Override
    public int getVectorAggregateQueueCapacity() {
        return FEW;
    }

    @Override
    public int getSqlColumnPoolCapacity() {
        return SOME;
    }

    @Override
    public int getSqlExpressionPoolCapacity() {
        return SOME;
    }

    @Override
    public int getSqlLexerPoolCapacity() {
        return SOME;
    }

    @Override
    public int getSqlModelPoolCapacity() {
        return FEW;
    }

    @Override
    public int getSqlJoinContextPoolCapacity() {
        return FEW;
    }

    @Override
    public int getWithClauseModelPoolCapacity() {
        return FEW;
    }

    @Override
    public int getWindowColumnPoolCapacity() {
        return FEW;
    }

    @Override
    public int getWalTxnNotificationQueueCapacity() {
        return SOME;
    }

    @Override
    public int getSqlCopyBufferSize() {
        return 64 * KILOBYTE;
    }
}
