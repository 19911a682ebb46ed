package io.weighhouse.catalog;

import java.util.Set;

/**
 * Which models somebody may find.
 *
 * @param everything all models; else public ones, and
 * @param namespaces all those of these namespaces
 */
public record ReadScope(boolean everything, Set<String> namespaces) {

    public static final ReadScope EVERYTHING = new ReadScope(true, Set.of());

    public ReadScope {
        namespaces = Set.copyOf(namespaces);
    }

    public static ReadScope namespaces(Set<String> namespaces) {
        return new ReadScope(false, namespaces);
    }
}
