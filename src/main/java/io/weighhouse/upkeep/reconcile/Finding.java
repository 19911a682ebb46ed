package io.weighhouse.upkeep.reconcile;

import io.weighhouse.storage.StoredBlob;

/** Where store and database do not agree, as a line of words between tabs: what, where, key, and more. */
record Finding(Kind kind, String where, String key, String more) {

    /** What is wrong; the word at the beginning of a line. */
    enum Kind {
        /** A version needs a blob that the store has not. */
        MISSING("missing"),
        /** The store has the blob, with another number of bytes. */
        WRONG_SIZE("wrong-size"),
        /** Nothing refers to what lies in the store. */
        ORPHAN("orphan"),
        /** Such a one that was deleted now. */
        DELETED("deleted");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    static Finding missing(String where, String key) {
        return new Finding(Kind.MISSING, where, key, "");
    }

    static Finding wrongSize(String where, StoredBlob blob, long bytes) {
        return new Finding(Kind.WRONG_SIZE, where, blob.key().value(),
                "%d bytes instead of %d".formatted(blob.bytes(), bytes));
    }

    static Finding unreferenced(Kind kind, StoredBlob blob) {
        return new Finding(kind, "-", blob.key().value(), "%d bytes of %s".formatted(blob.bytes(), blob.changed()));
    }

    String line() {
        return String.join("\t", kind.word, where, key, more).stripTrailing();
    }
}
