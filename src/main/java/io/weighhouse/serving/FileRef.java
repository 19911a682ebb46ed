package io.weighhouse.serving;

import java.util.Optional;

import io.weighhouse.catalog.Ref;

/** What the part of a URL behind the model's name says: a version, and a file of it. */
record FileRef(Ref ref, String path) {

    /** {@code 7/model.weights.bin}, {@code @production/labels.txt}, or a path alone for the model's default. */
    static FileRef parse(String rest) {
        int slash = rest.indexOf('/');
        Optional<Ref> ref = slash < 0 ? Optional.empty() : Ref.parse(rest.substring(0, slash));
        return ref.map(found -> new FileRef(found, rest.substring(slash + 1)))
                .orElseGet(() -> new FileRef(new Ref.Default(), rest));
    }
}
