package io.weighhouse.publish;

import java.util.OptionalLong;
import java.util.UUID;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.catalog.OpenedSession;
import io.weighhouse.catalog.database.UploadSessions;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.StagedBlob;
import io.weighhouse.storage.StorageKey;
import io.weighhouse.storage.UploadArea;

/**
 * One running save: its row in the database, its area of the store. It ends in a version, or is discarded; where the process
 * dies, its lease ends and the clean-up discards it.
 */
final class UploadSession {

    private final OpenedSession opened;
    private final ReservedSpace space;
    private final UploadSessions sessions;
    private final BlobStore store;
    private final UploadArea area;
    private boolean stored;

    UploadSession(OpenedSession opened, OptionalLong announced, UploadSessions sessions, BlobStore store) {
        this.opened = opened;
        this.space = space(opened, announced, sessions);
        this.sessions = sessions;
        this.store = store;
        this.area = new UploadArea(opened.id());
    }

    private static ReservedSpace space(OpenedSession opened, OptionalLong announced, UploadSessions sessions) {
        if (opened.room().isPresent()) {
            long room = opened.room().getAsLong();
            return new ReservedSpace((needed, wanted) -> needed <= room ? Uni.createFrom().item(room)
                    : Uni.createFrom().failure(OpenedSession::reused), OptionalLong.empty());
        }
        return !opened.limited() ? ReservedSpace.ENDLESS
                : new ReservedSpace((needed, wanted) -> sessions.reserve(opened.id(), needed, wanted), announced);
    }

    UUID id() {
        return opened.id();
    }

    /** Whether a save under the same key succeeded already: this one gets the same answer. */
    boolean isRepeated() {
        return opened.repeated();
    }

    /** So many bytes will be staged in all, as far as is known. Refused where the namespace has no room for them. */
    Uni<Void> expect(long bytes) {
        return space.expect(bytes);
    }

    Uni<StagedBlob> stage(OptionalLong length, Multi<Buffer> content) {
        stored = true;
        return store.stage(area, length, space.through(content));
    }

    Uni<StorageKey> commit(StagedBlob staged) {
        return store.commit(staged);
    }

    Uni<Void> discard(StagedBlob staged) {
        return store.discard(staged);
    }

    /**
     * Forgets everything, unless the version was recorded after all: the database's answer may have been lost on the way.
     * What cannot be forgotten now is left to the clean-up.
     */
    Uni<Void> discard() {
        return sessions.abandon(id())
                .chain(abandoned -> abandoned ? forget() : Uni.createFrom().voidItem())
                .onFailure().recoverWithNull();
    }

    private Uni<Void> forget() {
        Uni<Void> cleared = stored ? store.clear(area) : Uni.createFrom().voidItem();
        return cleared.chain(() -> sessions.forget(id()));
    }
}
