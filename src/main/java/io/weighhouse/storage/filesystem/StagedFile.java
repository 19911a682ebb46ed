package io.weighhouse.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.Batch;
import io.weighhouse.storage.Chunks;
import io.weighhouse.storage.StagedBlob;
import io.weighhouse.storage.StorageKey;

/**
 * A file that is being written, beside the name that it gets when it is committed. Its own name ends in a suffix that no
 * storage key can have, so nothing can read it. All methods block.
 */
final class StagedFile implements StagedBlob {

    static final String SUFFIX = ".staged";

    private static final int ATTEMPTS = 5;

    private final StorageKey key;
    private final Path committed;
    private final Path staged;
    private final AtomicLong bytes = new AtomicLong();
    private FileChannel channel;
    private boolean closed;

    StagedFile(StorageKey key, Path committed) {
        this.key = key;
        this.committed = committed;
        this.staged = besides(committed);
    }

    /** The staged file of a blob that would be committed to the given one. */
    static Path besides(Path committed) {
        return committed.resolveSibling(committed.getFileName() + SUFFIX);
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    StorageKey key() {
        return key;
    }

    /** The area's folder goes when it becomes empty, so it may vanish between these two steps. */
    synchronized void open() throws IOException {
        for (int attempt = 1; channel == null && !closed; attempt++) {
            Files.createDirectories(staged.getParent());
            try {
                channel = FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (NoSuchFileException vanished) {
                if (attempt == ATTEMPTS) {
                    throw vanished;
                }
            }
        }
    }

    /** Two batches may be written at once: each has its own place. */
    void write(Batch batch) throws IOException {
        onChannel(target -> {
            long position = batch.offset();
            for (Buffer chunk : batch.chunks()) {
                ByteBuffer left = Chunks.view(chunk);
                while (left.hasRemaining()) {
                    position += target.write(left, position);
                }
            }
            bytes.addAndGet(batch.bytes());
        });
    }

    /** Durable from here on, though unseen. Done on the channel that wrote, which is the one sure to hear of lost pages. */
    void finish() throws IOException {
        onChannel(target -> {
            target.force(true);
            target.close();
        });
    }

    void commit() throws IOException {
        if (Files.size(staged) != bytes()) {
            throw new IOException("%s should have %d bytes".formatted(staged, bytes()));
        }
        Files.move(staged, committed, StandardCopyOption.ATOMIC_MOVE);
    }

    synchronized void discard() throws IOException {
        closed = true;
        if (channel != null) {
            channel.close();
        }
        Files.deleteIfExists(staged);
    }

    /** A file may be discarded in the middle of a task; then nobody waits for its outcome, and there is no file to commit. */
    private void onChannel(ChannelTask task) throws IOException {
        try {
            task.run(openChannel());
        } catch (ClosedChannelException closing) {
            if (!isClosed()) {
                throw closing;
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized FileChannel openChannel() throws IOException {
        if (channel == null) {
            throw new ClosedChannelException();
        }
        return channel;
    }

    private interface ChannelTask {
        void run(FileChannel channel) throws IOException;
    }
}
