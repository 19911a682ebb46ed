package io.weighhouse.serving;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;

/**
 * A version as one zip archive: what {@code file://}, {@code tf.io.browserFiles} and static hosting read once it is unpacked.
 */
@ApplicationScoped
class LoadArchive {

    private final FindTarget targets;
    private final LoadModelFile modelFiles;
    private final BundleContents contents;
    private final SendFile send;

    LoadArchive(FindTarget targets, LoadModelFile modelFiles, BundleContents contents, SendFile send) {
        this.targets = targets;
        this.modelFiles = modelFiles;
        this.contents = contents;
        this.send = send;
    }

    Uni<Void> send(HttpServerRequest request, ModelName model, Ref ref) {
        return targets.find(model, ref).chain(target -> send(request, target));
    }

    private Uni<Void> send(HttpServerRequest request, Target target) {
        return modelFiles.useAsSaved(target.version(), modelFile -> contents
                .archive(target.version(), modelFile.bytes())
                .chain(archive -> send.content(new FileAnswer(request,
                        Representation.archive(target.version().digest(), archive.length()), target.freshness()), archive)));
    }
}
