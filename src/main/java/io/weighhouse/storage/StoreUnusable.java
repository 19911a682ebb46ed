package io.weighhouse.storage;

/** The store cannot be used as it is configured: waiting will not mend it, an operator has to. */
public final class StoreUnusable extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message what is wrong and which setting mends it */
    public StoreUnusable(String message, Object... arguments) {
        super(message.formatted(arguments), null, false, false);
    }
}
