package io.weighhouse.modelfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** All that is wrong with one model file, each with the place where it stands; collected, so that one answer tells all. */
final class Findings {

    /** As many are told; of the rest only the number. */
    static final int TOLD = 100;
    private static final int POINTER_LENGTH = 500;

    private final List<Map<String, String>> told = new ArrayList<>();
    private int count;

    /** The pointer is computed only where it will be told: hostile files have millions of findings. */
    void add(Supplier<String> pointer, String message, Object... arguments) {
        count++;
        if (told.size() < TOLD) {
            told.add(finding(pointer.get(), message.formatted(arguments)));
        }
    }

    /** Throws what was found, if anything was. */
    void throwIfAny() {
        if (count == 0) {
            return;
        }
        Map<String, String> first = told.get(0);
        List<Map<String, String>> all = new ArrayList<>(told);
        if (count > told.size()) {
            all.add(finding("", "and %d more findings".formatted(count - told.size())));
        }
        throw ProblemType.INVALID_MODEL
                .because("The model file has %d finding%s; the first: %s", count, count == 1 ? "" : "s",
                        (first.get("pointer") + " " + first.get("message")).strip())
                .with("findings", List.copyOf(all));
    }

    /** The refusal of a text that is no JSON: one finding, with the offset of the byte at which reading ended. */
    static RegistryException syntax(JsonSyntaxException error) {
        String message = "%s (at byte %d)".formatted(error.getMessage(), error.offset());
        return ProblemType.INVALID_MODEL
                .because("The model file cannot be read: %s", message)
                .with("offset", error.offset())
                .with("findings", List.of(finding("", message)));
    }

    private static Map<String, String> finding(String pointer, String message) {
        Map<String, String> finding = new LinkedHashMap<>();
        finding.put("pointer", ClientText.shown(pointer, POINTER_LENGTH));
        finding.put("message", message);
        return finding;
    }
}
