package io.weighhouse.publish;

import java.util.concurrent.Callable;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.weighhouse.modelfile.ModelFile;
import io.weighhouse.problem.ProblemType;

/** Collects a model file, bounded, and reads it; a large one on a worker thread, since that takes longer than a moment. */
@ApplicationScoped
class ModelFileReader {

    private static final int SMALL = 64 << 10;

    private final Vertx vertx;
    private final long limit;

    ModelFileReader(Vertx vertx, PublishSettings settings) {
        this.vertx = vertx;
        this.limit = settings.maxModelFileSize().asLongValue();
    }

    Uni<ModelFile> read(Multi<Buffer> content) {
        return content.collect().in(Buffer::buffer, this::append).chain(this::read);
    }

    private void append(Buffer collected, Buffer chunk) {
        if (collected.length() + (long) chunk.length() > limit) {
            throw ProblemType.TOO_LARGE.because("The model file is larger than %d bytes", limit)
                    .with("path", "model.json").with("limit", limit);
        }
        collected.appendBuffer(chunk);
    }

    Uni<ModelFile> read(Buffer bytes) {
        Callable<ModelFile> work = () -> ModelFile.read(bytes.getBytes());
        return bytes.length() <= SMALL ? Uni.createFrom().item(() -> ModelFile.read(bytes.getBytes()))
                : vertx.executeBlocking(work, false);
    }
}
