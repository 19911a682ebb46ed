package io.weighhouse.publish;

import java.util.Optional;

import io.weighhouse.catalog.Digest;
import io.weighhouse.storage.StagedBlob;

/**
 * A file of a save whose bytes have arrived.
 *
 * @param crc32 unsigned, for archives
 * @param staged where they wait; empty where there are none
 */
record ReceivedFile(String path, long bytes, Digest digest, long crc32, Optional<StagedBlob> staged) {

    private static final Digest OF_NOTHING = Digest.of("");

    /** A file without bytes. */
    static ReceivedFile empty(String path) {
        return new ReceivedFile(path, 0, OF_NOTHING, 0, Optional.empty());
    }
}
