package io.weighhouse.inspect.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.weighhouse.inspect.diff.WeightContent.Comparison;
import io.weighhouse.modelfile.WeightSpec;

/**
 * Tensors that came, went, or have other bytes or another spec.
 *
 * @param specs of those that were changed, where not only their bytes are other ones
 * @param unknown those of versions saved before there were fingerprints, where the files do not tell either
 */
public record WeightChanges(List<String> added, List<String> removed, List<String> changed, Map<String, Specs> specs,
        int unchanged, List<String> unknown) {

    /** Both specs of one tensor. */
    public record Specs(WeightSpec from, WeightSpec to) {
    }

    static WeightChanges of(DiffSide from, DiffSide to) {
        List<String> changed = new ArrayList<>();
        Map<String, Specs> specs = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        int unchanged = 0;
        for (var entry : from.weights().entrySet()) {
            WeightContent before = entry.getValue();
            WeightContent after = to.weights().get(entry.getKey());
            Comparison comparison = after == null ? Comparison.UNKNOWN : before.compare(after);
            if (comparison == Comparison.SAME) {
                unchanged++;
            } else if (comparison == Comparison.OTHER) {
                changed.add(entry.getKey());
                if (!before.spec().equals(after.spec())) {
                    specs.put(entry.getKey(), new Specs(before.spec(), after.spec()));
                }
            } else if (after != null) {
                unknown.add(entry.getKey());
            }
        }
        return new WeightChanges(DiffSide.missingIn(to.weights(), from.weights()),
                DiffSide.missingIn(from.weights(), to.weights()), changed, specs, unchanged, unknown);
    }
}
