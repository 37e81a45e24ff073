package dev.statusmonitor.embedded.kafka;

import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.file.OwnerOnly;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.FileRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.Records;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's folder, locked for this process before the broker touches it. */
final class KafkaFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaFolder.class);

    /** More than the controller ever writes at once. */
    private static final int MAX_BATCH = 64 << 20;

    private final Path path;
    private final FileChannel channel;

    private KafkaFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** The broker has a lock of its own, but takes it only after its controller has begun to write. */
    static KafkaFolder open(Path path) {
        FileChannel channel = null;
        try {
            OwnerOnly.createFolder(path);
            channel = FileChannel.open(path.resolve(".in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw StartFailures.inUse(path, null);
            }
            return new KafkaFolder(path, channel);
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            throw StartFailures.inUse(path, e);
        } catch (IOException e) {
            closeQuietly(channel);
            throw StartFailures.notWritable(path, e);
        } catch (StartFailure e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** On the first start, writes what makes the folder a broker's; an interrupted first start is finished. */
    void prepare() {
        Path properties = path.resolve("meta.properties");
        Path metadata = path.resolve("__cluster_metadata-0");
        if (Files.exists(properties)) {
            checkProperties(properties);
            checkMetadata(metadata);
        } else if (Files.exists(metadata)) {
            throw StartFailures.corrupt(path, "meta.properties is missing", null);
        } else {
            format();
        }
    }

    private void checkProperties(Path file) {
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw StartFailures.corrupt(path, "meta.properties cannot be read", e);
        }
        if (!properties.containsKey("version")
                || !properties.containsKey("cluster.id")
                || !Integer.toString(BrokerProperties.NODE).equals(properties.getProperty("node.id"))) {
            throw StartFailures.corrupt(path, "meta.properties is not this broker's", null);
        }
    }

    /**
     * A broker that cannot read the log of its topics begins a new one and puts all topics aside. Torn ends of the log
     * are its own business; a segment that does not even begin with a record is not.
     */
    private void checkMetadata(Path metadata) {
        if (!Files.isDirectory(metadata)) {
            throw StartFailures.corrupt(path, "__cluster_metadata-0 is missing", null);
        }
        try (var segments = Files.newDirectoryStream(metadata, "*.log")) {
            for (Path segment : segments) {
                if (!beginsWithABatch(segment)) {
                    throw StartFailures.corrupt(path, "the log of its topics cannot be read", null);
                }
            }
        } catch (IOException e) {
            throw StartFailures.corrupt(path, "the log of its topics cannot be read", e);
        }
    }

    private static boolean beginsWithABatch(Path segment) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(segment));
                var records = FileRecords.open(segment.toFile(), false)) {
            if (records.sizeInBytes() < Records.HEADER_SIZE_UP_TO_MAGIC) {
                return true;
            }
            in.skipNBytes(Records.SIZE_OFFSET);
            int size = in.readInt();
            in.skipNBytes(Records.MAGIC_OFFSET - Records.SIZE_OFFSET - Integer.BYTES);
            if (in.readByte() != RecordBatch.CURRENT_MAGIC_VALUE || size < 0 || size > MAX_BATCH) {
                return false;
            }
            var batches = records.batches().iterator();
            return !batches.hasNext() || batches.next().isValid();
        } catch (CorruptRecordException e) {
            return false;
        }
    }

    private void format() {
        try {
            var formatter = new Formatter();
            formatter
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(BrokerProperties.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerProperties.CONTROLLER)
                    .addDirectory(path.toString())
                    .setMetadataLogDirectory(path.toString())
                    .setIgnoreFormatted(true);
            formatter.run();
        } catch (Exception e) {
            throw StartFailures.explain(e, path, 0, 0);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("The lock file did not close", e);
            }
        }
    }
}
