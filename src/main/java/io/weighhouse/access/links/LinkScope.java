package io.weighhouse.access.links;

import java.util.Optional;

import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;

/**
 * What a link opens: one model's version or alias for loads, or the model for saves.
 *
 * @param ref a number or an alias; empty: the link is for saves
 */
public record LinkScope(ModelName model, Optional<Ref> ref) {

    /** The scope of loads of a version, or of what an alias leads to. */
    public static LinkScope loads(ModelName model, Ref ref) {
        return new LinkScope(model, Optional.of(ref));
    }

    public static LinkScope saves(ModelName model) {
        return new LinkScope(model, Optional.empty());
    }

    public boolean isForSaves() {
        return ref.isEmpty();
    }

    public Optional<Integer> version() {
        return ref.filter(Ref.Number.class::isInstance).map(number -> ((Ref.Number) number).number());
    }

    public Optional<String> alias() {
        return ref.filter(Ref.Alias.class::isInstance).map(alias -> ((Ref.Alias) alias).alias());
    }

    /** The path of what it opens, below {@code /models/}: {@code vision/mnist/7}, {@code vision/mnist/@production}. */
    @Override
    public String toString() {
        return model + version().map(number -> "/" + number).or(() -> alias().map(name -> "/@" + name)).orElse("");
    }
}
