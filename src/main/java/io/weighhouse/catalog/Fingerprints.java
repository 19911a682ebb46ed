package io.weighhouse.catalog;

/** 16 bytes for each tensor of a version, in the order of the weights manifest: by them versions are compared. */
public sealed interface Fingerprints {

    /** Few of them, in the version's row. */
    record InRow(byte[] bytes) implements Fingerprints {
    }

    /** Many of them, in an object of the blob store that belongs to this version alone. */
    record InStore(String storageKey, int bytes) implements Fingerprints {
    }
}
