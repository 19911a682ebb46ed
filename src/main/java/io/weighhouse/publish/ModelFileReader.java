package io.weighhouse.publish;

import java.util.concurrent.Callable;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import io.weighhouse.modelfile.FilePath;
import io.weighhouse.modelfile.ModelFile;
import io.weighhouse.problem.ProblemType;

/**
 * Collects a model file, bounded, and reads it. A large one is read on a worker thread, since that takes longer than a moment,
 * and only two at once, since the worst one takes six times its size of memory.
 */
@ApplicationScoped
class ModelFileReader {

    private static final int SMALL = 64 << 10;

    private static final int LARGE_ONES_AT_ONCE = 2;

    private final WorkerExecutor workers;
    private final long limit;

    ModelFileReader(Vertx vertx, PublishSettings settings) {
        this.workers = vertx.createSharedWorkerExecutor("model-files", LARGE_ONES_AT_ONCE);
        this.limit = settings.maxModelFileSize().asLongValue();
    }

    Uni<ModelFile> read(Multi<Buffer> content) {
        return content.collect().in(Buffer::buffer, this::append).chain(this::read);
    }

    private void append(Buffer collected, Buffer chunk) {
        if (collected.length() + (long) chunk.length() > limit) {
            throw tooLarge(FilePath.MODEL_FILE);
        }
        collected.appendBuffer(chunk);
    }

    RuntimeException tooLarge(String path) {
        return ProblemType.TOO_LARGE.because("The model file is larger than %d bytes", limit)
                .with("path", path).with("limit", limit);
    }

    Uni<ModelFile> read(Buffer bytes) {
        Callable<ModelFile> work = () -> ModelFile.read(bytes.getBytes());
        return bytes.length() <= SMALL ? Uni.createFrom().item(() -> ModelFile.read(bytes.getBytes()))
                : workers.executeBlocking(work, false);
    }
}
