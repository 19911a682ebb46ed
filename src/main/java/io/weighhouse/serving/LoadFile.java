package io.weighhouse.serving;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.Vertx;
import io.weighhouse.catalog.FileRole;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.storage.BlobContent;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.StorageKey;

/** A load's further requests: shards and extra files. */
@ApplicationScoped
class LoadFile {

    private final FindTarget targets;
    private final ReadyFiles readyFiles;
    private final SendFile send;
    private final BlobStore store;
    private final Vertx vertx;
    private final long readyFileSize;

    LoadFile(FindTarget targets, ReadyFiles readyFiles, SendFile send, BlobStore store, Vertx vertx,
            ServingSettings settings) {
        this.targets = targets;
        this.readyFiles = readyFiles;
        this.send = send;
        this.store = store;
        this.vertx = vertx;
        this.readyFileSize = settings.readyFileSize().asLongValue();
    }

    Uni<Void> send(HttpServerRequest request, ModelName model, FileRef file) {
        return targets.find(model, file.ref()).chain(target -> send(request, target, fileOf(target, file))
                // its bytes go soon after a version was deleted, which may not be known here yet
                .onFailure(LoadFile::isStorageFailure).call(() -> targets.confirm(target)));
    }

    /** A file in a folder of the model's default, whose URL looks as if the folder were to name a version. */
    Uni<Void> sendInFolder(HttpServerRequest request, ModelName model, String folder, String name) {
        return send(request, model, new FileRef(new Ref.Default(), folder + "/" + name))
                .onFailure(failure -> failure instanceof RegistryException refusal && refusal.type() == ProblemType.NOT_FOUND)
                .transform(missing -> ProblemType.NOT_FOUND.because(
                        "'%s' names no version: a number, sha256-<64 hex digits> or @<alias> does", folder));
    }

    private static boolean isStorageFailure(Throwable failure) {
        return failure instanceof RegistryException refusal && refusal.type() == ProblemType.STORAGE_UNAVAILABLE;
    }

    /** Below a ref that moves only extra files are served: shards of two versions could else be mixed in one load. */
    private static VersionFile fileOf(Target target, FileRef wanted) {
        return target.version().file(wanted.path())
                .filter(file -> file.role() == FileRole.EXTRA || !target.ref().moves())
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("The version has no file '%s' at this URL", wanted.path()));
    }

    private Uni<Void> send(HttpServerRequest request, Target target, VersionFile file) {
        String contentType = file.role() == FileRole.SHARD ? MediaTypes.BYTES : MediaTypes.ofExtraFile(file.path());
        var answer = new FileAnswer(request, Representation.file(contentType, file.digest(), file.bytes()),
                target.freshness());
        Optional<StorageKey> key = file.storageKey().map(StorageKey::new);
        return key.isPresent() && worthKeeping(answer) ? sendReady(answer, key.get()) : send.blob(answer, key);
    }

    /** Small files are kept ready, but an answer without their bytes is no reason to fetch them. */
    private boolean worthKeeping(FileAnswer answer) {
        boolean small = answer.file().compressible() || answer.file().size() <= readyFileSize;
        return small && !answer.isNotModified() && answer.isSatisfiable() && (!answer.isHead() || answer.wantsGzip());
    }

    private Uni<Void> sendReady(FileAnswer answer, StorageKey key) {
        long size = answer.file().size();
        return readyFiles.use(key, new ReadyFiles.Source(() -> Uni.createFrom().item(size), () -> bytes(key, size)),
                answer.file().compressible() ? ReadyFile::json : ReadyFile::plain, file -> send.ready(answer, file));
    }

    private Uni<byte[]> bytes(StorageKey key, long size) {
        return store.read(key, ByteRange.all(size)).chain(this::bytes);
    }

    private Uni<byte[]> bytes(BlobContent content) {
        if (content instanceof BlobContent.InFile file) {
            return vertx.fileSystem().readFile(file.file().toString()).map(buffer -> buffer.getBytes());
        }
        Multi<Buffer> chunks = ((BlobContent.Streamed) content).bytes();
        return chunks.collect().in(Buffer::buffer, Buffer::appendBuffer).map(Buffer::getBytes);
    }
}
