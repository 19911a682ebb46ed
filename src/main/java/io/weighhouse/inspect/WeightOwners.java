package io.weighhouse.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the layer that a weight belongs to, by the weight's name: {@code dense/kernel}, or with names of models and cells
 * before and after ({@code encoder/dense/kernel}, {@code bidirectional/forward_lstm/kernel}).
 *
 * @param <T> what stands for a layer
 */
final class WeightOwners<T> {

    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_SEGMENTS = 16;
    private static final int MAX_NAMESAKES = 8;

    private record Candidate<T>(String within, boolean group, T owner) {
    }

    private final Map<String, List<Candidate<T>>> byName = new HashMap<>();

    /**
     * Adds a layer.
     *
     * @param group whether it stands for the layers in it, which are to be preferred
     */
    void add(String within, String name, boolean group, T owner) {
        List<Candidate<T>> namesakes = byName.computeIfAbsent(name, first -> new ArrayList<>(1));
        if (namesakes.size() < MAX_NAMESAKES) {
            namesakes.add(new Candidate<>(within, group, owner));
        }
    }

    Optional<T> ownerOf(String weight) {
        String[] segments = weight.length() > MAX_LENGTH ? new String[0] : weight.split("/", MAX_SEGMENTS + 1);
        Optional<Candidate<T>> found = Optional.empty();
        for (int length = Math.min(segments.length, MAX_SEGMENTS) - 1; length > 0; length--) {
            for (int from = 0; from + length < segments.length; from++) {
                Optional<Candidate<T>> here = best(join(segments, 0, from), join(segments, from, from + length));
                if (here.isPresent() && !here.get().group()) {
                    return here.map(Candidate::owner);
                }
                found = found.or(() -> here);
            }
        }
        return found.map(Candidate::owner);
    }

    /** Of layers with one name, the one whose model is named before it; else the first that is no model. */
    private Optional<Candidate<T>> best(String before, String name) {
        List<Candidate<T>> namesakes = byName.getOrDefault(name, List.of());
        return namesakes.stream().filter(candidate -> candidate.within().equals(before)).findFirst()
                .or(() -> namesakes.stream().filter(candidate -> !candidate.group()).findFirst())
                .or(() -> namesakes.stream().findFirst());
    }

    private static String join(String[] segments, int from, int to) {
        return String.join("/", List.of(segments).subList(from, to));
    }
}
