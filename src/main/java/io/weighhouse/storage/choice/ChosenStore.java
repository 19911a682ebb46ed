package io.weighhouse.storage.choice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.filesystem.FilesystemBlobStore;
import io.weighhouse.storage.s3.S3BlobStore;
import io.weighhouse.storage.s3.S3Settings;
import io.weighhouse.telemetry.Spans;

/** Decides by configuration which driver the registry uses. The other one is not even made. */
final class ChosenStore {

    private final Vertx vertx;
    private final StorageSettings folder;
    private final S3Settings s3;

    ChosenStore(Vertx vertx, StorageSettings folder, S3Settings s3) {
        this.vertx = vertx;
        this.folder = folder;
        this.s3 = s3;
    }

    @Produces
    @ApplicationScoped
    BlobStore blobStore(Spans spans, MeterRegistry registry) {
        return new MeasuredStore(driver(), spans, registry);
    }

    private BlobStore driver() {
        return s3.bucket().isPresent() ? new S3BlobStore(vertx, s3)
                : new FilesystemBlobStore(folder.folder(), Infrastructure.getDefaultWorkerPool());
    }

    void close(@Disposes BlobStore store) {
        ((MeasuredStore) store).close();
    }
}
