package io.weighhouse.inspect;

/** Says why a topology has no table. The version that has it is valid all the same. */
final class UnreadableTopology extends Exception {

    UnreadableTopology(String reason) {
        super(reason);
    }
}
