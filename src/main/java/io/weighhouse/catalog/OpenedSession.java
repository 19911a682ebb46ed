package io.weighhouse.catalog;

import java.util.OptionalLong;
import java.util.UUID;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/**
 * An open upload session.
 *
 * @param repeated whether a save under its key succeeded already
 * @param limited whether its bytes must be reserved before they are stored
 * @param room for a repeated save: as many bytes as the one that succeeded stored on its way, its model file included, which
 *        may come
 *        by another name; unknown where its version is gone
 */
public record OpenedSession(UUID id, boolean repeated, boolean limited, OptionalLong room) {

    /** A repeated save that is another one. */
    public static RegistryException reused() {
        return ProblemType.IDEMPOTENCY_KEY_REUSED
                .because("A save of other bytes succeeded under this Idempotency-Key; take a new key for each version");
    }
}
