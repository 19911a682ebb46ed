package io.weighhouse.publish;

import java.util.OptionalLong;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.catalog.Fingerprints;

/**
 * Puts the fingerprints of a save where they belong: a few into the version's row, more into the store, so that a version
 * costs the database the same whether it has a hundred tensors or ten thousand.
 */
final class KeepFingerprints {

    /** Of 16 tensors: small models are spared the request to the store, and with all else a version costs less than 2 kB. */
    private static final int MOST_IN_ROW = 16 * 16;

    private KeepFingerprints() {
    }

    static Uni<Fingerprints> keep(byte[] all, UploadSession session) {
        if (all.length <= MOST_IN_ROW) {
            return Uni.createFrom().item(new Fingerprints.InRow(all));
        }
        return session.stage(OptionalLong.of(all.length), Multi.createFrom().item(Buffer.buffer(all)))
                .chain(session::commit)
                .map(key -> new Fingerprints.InStore(key.value(), all.length));
    }
}
