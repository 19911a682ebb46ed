package io.weighhouse.catalog;

import java.util.Optional;

/** What a caller expects of the thing that it wants to change. Asked under the lock, so that nothing changes in between. */
@FunctionalInterface
public interface Expectation<T> {

    /** Refuses the change where the expectation does not hold; {@code current} is empty where there is no such thing. */
    void check(Optional<T> current);
}
