package io.weighhouse.upkeep.reconcile;

/** A list of keys that is not in the order of their bytes, so that it cannot be held against another one. */
final class UnorderedKeys extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnorderedKeys(String where, String one, String next) {
        super("the %s does not list keys in their order (%s, then %s), so they cannot be compared".formatted(where, one, next));
    }
}
