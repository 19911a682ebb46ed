package io.weighhouse.storage;

/** A blob that was written but cannot be read yet. Only the driver that staged it knows what is inside. */
public interface StagedBlob {

    /** Number of bytes that were written. */
    long bytes();
}
