package io.weighhouse.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.weighhouse.modelfile.WeightSpec;
import io.weighhouse.modelfile.WeightsManifest;

/**
 * The weights of a version, and what those of the model itself come to.
 *
 * @param told whether the version has a weights manifest at all
 */
record WeightSums(boolean told, List<Weight> weights) {

    static WeightSums of(WeightsManifest manifest) {
        List<Weight> weights = new ArrayList<>();
        manifest.groups().forEach(group -> group.weights().forEach(spec -> weights.add(new Weight(spec, weights.size()))));
        return new WeightSums(!manifest.groups().isEmpty(), List.copyOf(weights));
    }

    /** Elements of these weights; empty without a weights manifest. */
    OptionalLong parameters(List<Weight> some) {
        return told ? OptionalLong.of(some.stream().map(Weight::spec).filter(spec -> !spec.optimizer())
                .mapToLong(WeightSpec::elements).sum()) : OptionalLong.empty();
    }

    Totals totals(int rows) {
        return new Totals(rows, parameters(weights), OptionalLong.empty(), bytes());
    }

    private OptionalLong bytes() {
        List<WeightSpec> own = weights.stream().map(Weight::spec).filter(spec -> !spec.optimizer()).toList();
        return own.stream().anyMatch(WeightSpec::isVariable) ? OptionalLong.empty()
                : OptionalLong.of(own.stream().mapToLong(WeightSpec::leastBytes).sum());
    }
}
