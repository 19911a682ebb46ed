package io.weighhouse.catalog.api.inspect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.catalog.api.FindReadable;
import io.weighhouse.catalog.api.FindReadable.Readable;
import io.weighhouse.catalog.database.FindVersion;
import io.weighhouse.inspect.Topology;
import io.weighhouse.inspect.diff.DiffSide;
import io.weighhouse.inspect.diff.VersionDiff;

/**
 * Tables and comparisons of versions. A tree of a large topology takes memory and a moment: one at a time is made, away from
 * the event loops, and what was made is kept for a while.
 */
@ApplicationScoped
class InspectVersions {

    private final FindReadable readable;
    private final FindVersion catalog;
    private final ReadFingerprints fingerprints;
    private final WorkerExecutor worker;
    private final Cache<List<Long>, InspectBody> ready;

    InspectVersions(FindReadable readable, FindVersion catalog, ReadFingerprints fingerprints, Vertx vertx,
            InspectSettings settings) {
        this.readable = readable;
        this.catalog = catalog;
        this.fingerprints = fingerprints;
        this.worker = vertx.createSharedWorkerExecutor("inspect", 1);
        this.ready = Caffeine.newBuilder().maximumWeight(settings.readyMemory().asLongValue())
                .weigher((List<Long> key, InspectBody body) -> body.bytes().length).build();
    }

    void stop(@Observes ShutdownEvent ending) {
        worker.closeAndForget();
    }

    /** The table of a version, with the version. */
    Uni<Inspected> topology(HttpServerRequest request, ModelName model, String ref) {
        return readable.find(model, ref).chain(found -> body(List.of(found.version().modelFileId()),
                () -> topology(found.version()))
                .map(body -> new Inspected(body, List.of(found))));
    }

    private Uni<InspectBody> topology(PublishedVersion version) {
        return catalog.modelFile(version.modelFileId())
                .chain(bytes -> work(() -> TopologyJson.write(Topology.of(bytes))));
    }

    /** What changed from one version to another, with both. */
    Uni<Inspected> diff(HttpServerRequest request, ModelName model, String from, String to) {
        return readable.find(model, from)
                .chain(a -> readable.find(model, to)
                        .chain(b -> body(List.of(a.version().id(), b.version().id()), () -> diff(a.version(), b.version()))
                                .map(body -> new Inspected(body, List.of(a, b)))));
    }

    private Uni<InspectBody> diff(PublishedVersion from, PublishedVersion to) {
        return side(from).chain(before -> side(to).chain(after -> work(() -> DiffJson.write(from.number(), to.number(),
                VersionDiff.between(before.call(), after.call())))));
    }

    /** Everything that a side is made of; it is made of it by the worker. */
    private Uni<Callable<DiffSide>> side(PublishedVersion version) {
        Map<String, String> digests = version.files().stream()
                .collect(Collectors.toMap(VersionFile::path, file -> file.digest().hex()));
        return catalog.modelFile(version.modelFileId())
                .chain(bytes -> fingerprints.of(version.id()).map(found -> () -> DiffSide.of(bytes, found, digests)));
    }

    private Uni<InspectBody> work(Callable<InspectBody> task) {
        return worker.executeBlocking(task, false);
    }

    private Uni<InspectBody> body(List<Long> key, Supplier<Uni<InspectBody>> make) {
        return Optional.ofNullable(ready.getIfPresent(key))
                .map(body -> Uni.createFrom().item(body))
                .orElseGet(() -> make.get().invoke(body -> ready.put(key, body)));
    }

    /** An answer, and the versions that it speaks of. */
    record Inspected(InspectBody body, List<Readable> versions) {
    }
}
