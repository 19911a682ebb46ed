package io.weighhouse.catalog;

/**
 * The end of a save.
 *
 * @param created false where the newest version already had these bytes
 */
public record Published(PublishedVersion version, boolean created) {
}
