package io.weighhouse.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * Which models are looked for; what is empty does not matter.
 *
 * @param words each must begin a word of the name or the description
 * @param layer class of a layer, or op of a graph's node, in any undeleted version
 * @param format of any undeleted version
 * @param scope in which all of them must be
 */
public record ModelQuery(Optional<String> namespace, Optional<String> words, Optional<String> format, Optional<String> layer,
        Map<String, String> labels, ReadScope scope) {
}
