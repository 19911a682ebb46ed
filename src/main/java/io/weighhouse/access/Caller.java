package io.weighhouse.access;

/** Who makes a request. */
public enum Caller {
    /** No credentials came with the request. */
    ANONYMOUS,
    /** The holder of the admin key. */
    ADMIN;

    /** How the audit names the caller. */
    public String text() {
        return this == ADMIN ? "admin" : "anonymous";
    }
}
