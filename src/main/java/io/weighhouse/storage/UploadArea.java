package io.weighhouse.storage;

import java.util.UUID;

/** The corner of the store that belongs to one upload session; everything that the session writes lies in it. */
public record UploadArea(UUID session) {

    /** The part of every {@link StorageKey} of this area before its slash: 32 hex digits. */
    public String prefix() {
        return session.toString().replace("-", "");
    }
}
