package io.weighhouse.serving;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.database.FindVersion;
import io.weighhouse.modelfile.PathRewriter;

/**
 * A load's first request: the model file. Where its URL moves, the paths of its weights manifest are led to the numbered
 * version, so that the shards that follow are those of this model file whatever is published meanwhile.
 */
@ApplicationScoped
class LoadModelFile {

    private final FindTarget targets;
    private final FindVersion catalog;
    private final ReadyFiles readyFiles;
    private final SendFile send;

    private record Rewritten(long modelFile, String prefix) {
    }

    LoadModelFile(FindTarget targets, FindVersion catalog, ReadyFiles readyFiles, SendFile send) {
        this.targets = targets;
        this.catalog = catalog;
        this.readyFiles = readyFiles;
        this.send = send;
    }

    /**
     * Sends the model file.
     *
     * @param base the way from the URL's folder to that of the model, such as {@code ../}
     */
    Uni<Void> send(HttpServerRequest request, ModelName model, Ref ref, String base) {
        return targets.find(model, ref)
                .chain(target -> use(target.version(), ref.moves() ? base + target.version().number() + "/" : "",
                        file -> send.ready(new FileAnswer(request,
                                Representation.readyJson(file.digest(), file.bytes().length()), target.freshness()), file)));
    }

    /** Does something with the model file as it was saved. */
    Uni<Void> useAsSaved(PublishedVersion version, Function<ReadyFile, Uni<Void>> use) {
        return use(version, "", use);
    }

    private Uni<Void> use(PublishedVersion version, String prefix, Function<ReadyFile, Uni<Void>> use) {
        long id = version.modelFileId();
        return readyFiles.use(new Rewritten(id, prefix),
                new ReadyFiles.Source(() -> catalog.modelFileSize(id), () -> catalog.modelFile(id)),
                bytes -> ReadyFile.json(prefix.isEmpty() ? bytes : new PathRewriter(prefix).rewrite(bytes)), use);
    }
}
