package io.weighhouse.catalog;

import java.util.UUID;

/**
 * An open upload session.
 *
 * @param repeated whether a save under its key succeeded already
 * @param limited whether its bytes must be reserved before they are stored
 */
public record OpenedSession(UUID id, boolean repeated, boolean limited) {
}
