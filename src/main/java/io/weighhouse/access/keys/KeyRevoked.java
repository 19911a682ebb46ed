package io.weighhouse.access.keys;

/** A key was revoked on this replica: what was believed for its sake is to be asked again. */
public record KeyRevoked(String id) {
}
