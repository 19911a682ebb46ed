package io.weighhouse.catalog;

import java.time.Instant;

/**
 * A save that was refused.
 *
 * @param problem the answer's body, as it was sent
 */
public record RefusedSave(long id, String caller, Instant at, String problem) {

    /** One that is not written down yet. */
    public static RefusedSave of(String caller, Instant at, String problem) {
        return new RefusedSave(0, caller, at, problem);
    }
}
