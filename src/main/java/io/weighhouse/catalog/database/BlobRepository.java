package io.weighhouse.catalog.database;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.VersionFile;

/** The blobs of a namespace: equal bytes are kept once. */
@ApplicationScoped
class BlobRepository implements PanacheRepository<BlobEntity> {

    /**
     * The blobs of the files by their digest, in hex. Bytes that the namespace has already are referenced, and the files' own
     * copies are freed.
     */
    Uni<Map<String, BlobEntity>> share(NamespaceEntity namespace, List<VersionFile> files, Instant now) {
        Map<String, VersionFile> wanted = files.stream()
                .filter(file -> file.storageKey().isPresent())
                .collect(Collectors.toMap(file -> file.digest().hex(), Function.identity(), (first, second) -> first));
        return existing(namespace, wanted)
                .chain(found -> persistMissing(namespace, wanted, found))
                .call(blobs -> free(files, blobs, now));
    }

    /** Every own copy of the files is freed: the version is not to be. */
    Uni<Void> freeAll(List<VersionFile> files, Instant now) {
        return free(files, Map.of(), now);
    }

    private Uni<Map<String, BlobEntity>> existing(NamespaceEntity namespace, Map<String, VersionFile> wanted) {
        return wanted.isEmpty() ? Uni.createFrom().item(Map.of())
                : list("namespace = ?1 and digest in ?2", namespace, wanted.keySet())
                        .map(blobs -> blobs.stream().collect(byDigest()));
    }

    private Uni<Map<String, BlobEntity>> persistMissing(NamespaceEntity namespace, Map<String, VersionFile> wanted,
            Map<String, BlobEntity> found) {
        List<BlobEntity> missing = wanted.values().stream()
                .filter(file -> !found.containsKey(file.digest().hex()))
                // in one order for all, so that two transactions never wait for each other in a circle
                .sorted(Comparator.comparing(file -> file.digest().hex()))
                .map(file -> BlobEntity.of(namespace, file))
                .toList();
        Map<String, BlobEntity> all = missing.stream().collect(byDigest());
        all.putAll(found);
        return missing.isEmpty() ? Uni.createFrom().item(all) : persist(missing).replaceWith(all);
    }

    private static java.util.stream.Collector<BlobEntity, ?, Map<String, BlobEntity>> byDigest() {
        BinaryOperator<BlobEntity> first = (one, other) -> one;
        return Collectors.toMap(blob -> blob.digest, Function.identity(), first, java.util.HashMap::new);
    }

    private Uni<Void> free(List<VersionFile> files, Map<String, BlobEntity> kept, Instant now) {
        Object[] freed = files.stream()
                .filter(file -> file.storageKey().isPresent())
                .map(file -> file.storageKey().orElseThrow())
                .filter(key -> kept.values().stream().noneMatch(blob -> blob.storageKey.equals(key)))
                .map(key -> FreedBlobEntity.of(key, now))
                .toArray();
        return freed.length == 0 ? Uni.createFrom().voidItem()
                : Panache.getSession().chain(session -> session.persistAll(freed));
    }
}
