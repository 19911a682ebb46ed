package io.weighhouse.access;

/** Where credentials may come from. What does not count is ignored as if it were not there: a mesh may have put it there. */
public enum CredentialSource {
    /** {@code Authorization: Bearer wh_…}: a key of this registry. */
    BEARER_KEYS,
    /** {@code Authorization: Bearer …}: a token of the configured issuer. */
    BEARER_TOKENS,
    /** A key of this registry in the header of its own. */
    API_KEY_HEADER
}
