package io.weighhouse.serving;

import java.util.Optional;

import io.weighhouse.catalog.Digest;

/**
 * What is served at a URL, as far as the head of an answer tells it.
 *
 * @param digest of the bytes, where it is known
 * @param compressible whether it is sent gzipped to those who like it
 */
record Representation(String contentType, EntityTag tag, Optional<Digest> digest, long size, boolean compressible) {

    /** JSON that is small enough to be compressed in memory, as model files are. */
    private static final long COMPRESSED_JSON = 4 << 20;

    /** JSON that lies ready in both forms. */
    static Representation readyJson(Digest digest, long size) {
        return new Representation(MediaTypes.JSON, EntityTag.of(digest), Optional.of(digest), size, true);
    }

    /** JSON that is put together on the way: its compressed length would be known only after compressing all of it. */
    static Representation streamedJson(Digest digest, long size) {
        return new Representation(MediaTypes.JSON, EntityTag.of(digest), Optional.of(digest), size, false);
    }

    /** A file; JSON is compressed unless it is too large for that. */
    static Representation file(String contentType, Digest digest, long size) {
        return new Representation(contentType, EntityTag.of(digest), Optional.of(digest), size,
                contentType.equals(MediaTypes.JSON) && size <= COMPRESSED_JSON);
    }

    /** The archive of a version: its own digest is known to nobody before it was read. */
    static Representation archive(Digest version, long size) {
        return new Representation(MediaTypes.ZIP, EntityTag.ofArchive(version), Optional.empty(), size, false);
    }
}
