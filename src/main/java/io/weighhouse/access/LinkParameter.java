package io.weighhouse.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.weighhouse.access.links.LinkRing;
import io.weighhouse.problem.ProblemType;

/**
 * The query parameter {@code t}, where it has the shape of a link. Others of that name are none of the registry's. It is read
 * as it stands: links need no percent-encoding, and what else a query holds need not be well-formed.
 */
final class LinkParameter {

    private static final String NAME = "t=";

    private LinkParameter() {
    }

    /** @param query null where the URL has none */
    static Optional<String> of(String query) {
        if (query == null || !query.contains(NAME)) {
            return Optional.empty();
        }
        List<String> links = Arrays.stream(query.split("&")).filter(parameter -> parameter.startsWith(NAME))
                .map(parameter -> parameter.substring(NAME.length())).filter(LinkRing::looksLikeLink).distinct().toList();
        if (links.size() > 1) {
            throw ProblemType.AMBIGUOUS_CREDENTIALS.because("The URL carries %d different links", links.size());
        }
        return links.stream().findFirst();
    }
}
