package io.weighhouse.serving;

import java.security.MessageDigest;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.Digest;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.Ref;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.serving.bundle.Content;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.Chunks;

/** A version as TensorFlow.js' {@code ModelArtifacts} in one JSON document, for {@code tf.io.fromMemory} and own handlers. */
@ApplicationScoped
class LoadArtifacts {

    private static final int DIGESTS = 10_000;
    /** Up to about this size a document lies ready and is gzipped, as other JSON is. */
    private static final long READY = 4 << 20;

    private final FindTarget targets;
    private final LoadModelFile modelFiles;
    private final BundleContents contents;
    private final ReadyFiles readyFiles;
    private final SendFile send;
    private final long limit;
    private final Cache<Long, Digest> digests = Caffeine.newBuilder().maximumSize(DIGESTS).build();

    private record Key(long version) {
    }

    LoadArtifacts(FindTarget targets, LoadModelFile modelFiles, BundleContents contents, ReadyFiles readyFiles, SendFile send,
            ServingSettings settings) {
        this.targets = targets;
        this.modelFiles = modelFiles;
        this.contents = contents;
        this.readyFiles = readyFiles;
        this.send = send;
        this.limit = settings.maxArtifactsWeights().asLongValue();
    }

    Uni<Void> send(HttpServerRequest request, ModelName model, Ref ref) {
        return targets.find(model, ref)
                .invoke(target -> refuseLarge(target.version()))
                .chain(target -> modelFiles.useAsSaved(target.version(),
                        modelFile -> send(request, target, modelFile.bytes())));
    }

    private void refuseLarge(PublishedVersion version) {
        if (version.weightBytes() > limit) {
            throw ProblemType.TOO_LARGE.because("The weights of this version have %d bytes, and artifacts.json carries %d at "
                    + "most; load model.json or bundle.zip", version.weightBytes(), limit)
                    .with("bytes", version.weightBytes()).with("limit", limit);
        }
    }

    private Uni<Void> send(HttpServerRequest request, Target target, Buffer modelFile) {
        long aboutBytes = target.version().weightBytes() / 3 * 4 + modelFile.length();
        return aboutBytes <= READY ? sendReady(request, target, modelFile, aboutBytes)
                : sendStreamed(request, target, modelFile);
    }

    private Uni<Void> sendReady(HttpServerRequest request, Target target, Buffer modelFile, long aboutBytes) {
        return readyFiles.use(new Key(target.version().id()), new ReadyFiles.Source(() -> Uni.createFrom().item(aboutBytes),
                () -> contents.artifacts(target.version(), modelFile).chain(LoadArtifacts::bytes)), ReadyFile::json,
                file -> send.ready(new FileAnswer(request,
                        Representation.readyJson(file.digest(), file.bytes().length()), target.freshness()), file));
    }

    private Uni<Void> sendStreamed(HttpServerRequest request, Target target, Buffer modelFile) {
        return contents.artifacts(target.version(), modelFile)
                .chain(content -> digest(target.version(), content)
                        .chain(digest -> send.content(new FileAnswer(request,
                                Representation.streamedJson(digest, content.length()), target.freshness()), content)));
    }

    private static Uni<byte[]> bytes(Content content) {
        return content.read(ByteRange.all(content.length()))
                .collect().in(Buffer::buffer, Buffer::appendBuffer).map(Buffer::getBytes);
    }

    /** Of a document too large to lie ready: read through once, then remembered. */
    private Uni<Digest> digest(PublishedVersion version, Content content) {
        Digest known = digests.getIfPresent(version.id());
        return known != null ? Uni.createFrom().item(known)
                : content.read(ByteRange.all(content.length()))
                        .collect().in(Digest::sha256, LoadArtifacts::update)
                        .map(Digest::finish)
                        .invoke(digest -> digests.put(version.id(), digest));
    }

    private static void update(MessageDigest sha256, Buffer chunk) {
        sha256.update(Chunks.view(chunk));
    }
}
