package io.weighhouse.catalog.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.Candidate;
import io.weighhouse.catalog.ModelFileFacts;
import io.weighhouse.catalog.Published;

/**
 * Makes a candidate a version: the one transaction at the end of a save. Before it nobody sees anything, after it everybody
 * sees everything.
 */
@ApplicationScoped
public class RecordVersion {

    private final Database database;
    private final UploadSessionRepository sessions;
    private final ModelRepository models;
    private final VersionRepository versions;
    private final BlobRepository blobs;

    RecordVersion(Database database, UploadSessionRepository sessions, ModelRepository models, VersionRepository versions,
            BlobRepository blobs) {
        this.database = database;
        this.sessions = sessions;
        this.models = models;
        this.versions = versions;
        this.blobs = blobs;
    }

    /** Bytes equal to those of the newest version are no new version. Fails where the upload session was given up. */
    public Uni<Published> record(Candidate candidate) {
        return database.inTransaction(() -> sessions.close(candidate.session())
                .chain(() -> models.lock(candidate.model(), candidate.visibility()))
                .chain(model -> publish(candidate, model)));
    }

    private Uni<Published> publish(Candidate candidate, ModelEntity model) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String digest = candidate.digest().hex();
        return versions.newest(model)
                .chain(newest -> newest != null && newest.digest.equals(digest)
                        ? repeat(candidate, newest, now)
                        : add(candidate, model, now));
    }

    private Uni<Published> repeat(Candidate candidate, VersionEntity newest, Instant now) {
        return blobs.freeAll(candidate.files(), now)
                .chain(() -> versions.withFiles(newest.id))
                .map(version -> new Published(version.toVersion(candidate.model()), false));
    }

    private Uni<Published> add(Candidate candidate, ModelEntity model, Instant now) {
        VersionEntity version = VersionEntity.of(candidate, now);
        version.model = model;
        version.number = model.nextVersion(now);
        return modelFile(model.namespace, candidate.modelFile())
                .invoke(modelFile -> version.modelFileId = modelFile)
                .chain(() -> blobs.share(model.namespace, candidate.files(), now))
                .invoke(shared -> version.files = files(candidate, shared))
                .chain(() -> audited(candidate, version, now))
                .map(ignored -> new Published(version.toVersion(candidate.model()), true));
    }

    private Uni<Void> audited(Candidate candidate, VersionEntity version, Instant now) {
        String target = candidate.model() + "/" + version.number;
        return Panache.getSession()
                .chain(session -> session.persistAll(version,
                        AuditEventEntity.of(candidate.actor(), "publish", target, now)));
    }

    private static List<FileEmbeddable> files(Candidate candidate, Map<String, BlobEntity> shared) {
        return candidate.files().stream()
                .map(file -> FileEmbeddable.of(file, file.bytes() == 0 ? null : shared.get(file.digest().hex())))
                .toList();
    }

    /** The id of the model file with these bytes: versions of one topology share it. */
    private Uni<Long> modelFile(NamespaceEntity namespace, ModelFileFacts facts) {
        return Panache.getSession().chain(session -> session
                .createQuery("select f.id from ModelFileEntity f where f.namespace = ?1 and f.digest = ?2", Long.class)
                .setParameter(1, namespace).setParameter(2, facts.digest().hex())
                .getSingleResultOrNull()
                .onItem().ifNull().switchTo(() -> {
                    var modelFile = ModelFileEntity.of(namespace, facts);
                    return session.persist(modelFile).map(ignored -> modelFile.id);
                }));
    }
}
