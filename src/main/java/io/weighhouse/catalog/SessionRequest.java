package io.weighhouse.catalog;

import java.util.Optional;

/**
 * A save that wants to begin.
 *
 * @param key under which it may be repeated
 * @param certainBytes that it will store at least; 0 where that is not known
 */
public record SessionRequest(ModelName model, Actor actor, Optional<String> key, long certainBytes) {
}
