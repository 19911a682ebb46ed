package io.weighhouse.publish;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.Candidate;
import io.weighhouse.catalog.Digest;
import io.weighhouse.catalog.FileRole;
import io.weighhouse.catalog.Fingerprints;
import io.weighhouse.catalog.ModelFileFacts;
import io.weighhouse.catalog.Published;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.catalog.database.RecordVersion;
import io.weighhouse.modelfile.ModelFile;
import io.weighhouse.multipart.FormPart;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.publish.meters.SaveMeters;
import io.weighhouse.telemetry.Spans;

/** The way of a save, from its first form part to the version that everybody sees. */
@ApplicationScoped
class PublishVersion {

    private final RunningSaves saves;
    private final ModelFileReader reader;
    private final ReadBack readBack;
    private final RecordVersion versions;
    private final PublishSettings settings;
    private final Spans spans;
    private final SaveMeters meters;

    PublishVersion(RunningSaves saves, ModelFileReader reader, ReadBack readBack, RecordVersion versions,
            PublishSettings settings, Spans spans, SaveMeters meters) {
        this.saves = saves;
        this.reader = reader;
        this.readBack = readBack;
        this.versions = versions;
        this.settings = settings;
        this.spans = spans;
        this.meters = meters;
    }

    /** Goes on to its end once it was subscribed to, whether anybody still waits or not. */
    Uni<Published> publish(SaveRequest save, Actor actor, Multi<FormPart> parts) {
        return spans.aroundSteps("publish", () -> saves.open(save, actor)
                .onFailure(PublishVersion::isForWantOfRoom)
                .recoverWithUni(refusal -> refuse(save, refusal))
                .chain(session -> publish(save, actor, parts, session)
                        .onFailure().call(ignored -> session.discard())
                        .eventually(() -> saves.ended(session))))
                .invoke(published -> meters.succeeded(published.created()))
                .onFailure().invoke(meters::refused)
                .memoize().indefinitely();
    }

    /** Refuses a save that there is no room for; its preconditions are told first. */
    <T> Uni<T> refuse(SaveRequest save, Throwable refusal) {
        return versions.checkAlias(save.model(), save.options()).chain(() -> Uni.createFrom().failure(refusal));
    }

    private static boolean isForWantOfRoom(Throwable failure) {
        return failure instanceof RegistryException refusal
                && (refusal.type() == ProblemType.QUOTA_EXCEEDED || refusal.type() == ProblemType.OVERLOADED);
    }

    private Uni<Published> publish(SaveRequest save, Actor actor, Multi<FormPart> parts, UploadSession session) {
        return precondition(save, session)
                .chain(() -> receive(parts, new Reception(session, reader, settings)))
                .chain(received -> commit(received, session)
                        .call(files -> readBack.check(received.groups(), files))
                        .chain(files -> KeepFingerprints.keep(received.fingerprints(), session)
                                .map(fingerprints -> candidate(save, actor, session, received.modelFile(), files,
                                        fingerprints))))
                .chain(versions::record);
    }

    /** What the first save found is no question any more for its repetition: it may have moved the alias itself. */
    private Uni<Void> precondition(SaveRequest save, UploadSession session) {
        return session.isRepeated() ? Uni.createFrom().voidItem() : versions.checkAlias(save.model(), save.options());
    }

    private static Uni<Received> receive(Multi<FormPart> parts, Reception reception) {
        return parts.onItem().transformToUniAndConcatenate(reception::take)
                .onItem().ignoreAsUni()
                .chain(reception::finish);
    }

    private static Uni<List<VersionFile>> commit(Received received, UploadSession session) {
        Map<String, FileRole> roles = received.extras().stream()
                .collect(Collectors.toMap(ReceivedFile::path, extra -> FileRole.EXTRA));
        return Multi.createFrom().items(received.files())
                .onItem().transformToUniAndConcatenate(file -> commit(file,
                        roles.getOrDefault(file.path(), FileRole.SHARD), session))
                .collect().asList();
    }

    private static Uni<VersionFile> commit(ReceivedFile file, FileRole role, UploadSession session) {
        Function<Optional<String>, VersionFile> stored = key -> new VersionFile(file.path(), role, file.bytes(),
                file.digest(), key, OptionalLong.of(file.crc32()));
        return file.staged().isEmpty() ? Uni.createFrom().item(() -> stored.apply(Optional.empty()))
                : session.commit(file.staged().get()).map(key -> stored.apply(Optional.of(key.value())));
    }

    private static Candidate candidate(SaveRequest save, Actor actor, UploadSession session, ModelFile modelFile,
            List<VersionFile> files, Fingerprints fingerprints) {
        var facts = new ModelFileFacts(modelFile.bytes(), Digest.of(modelFile.bytes()), modelFile.index(),
                modelFile.format(), modelFile.generatedBy(), modelFile.topologyBytes(), modelFile.weightSpecsBytes());
        return new Candidate(session.id(), save.model(), save.options(), actor, facts, files, fingerprints);
    }
}
