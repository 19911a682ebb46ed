package io.weighhouse.document;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import io.weighhouse.problem.ProblemType;

/**
 * The refusals of a route that share a status. Their description is a list of slugs, and after a colon what there is to say:
 * {@code conflict: aliases stand there}.
 */
final class Refusals {

    private static final Map<Integer, List<String>> HEADERS = Map.of(
            401, List.of("WWW-Authenticate"),
            405, List.of("Allow"),
            416, List.of("Content-Range"),
            429, List.of("Retry-After"),
            503, List.of("Retry-After"));

    private final int status;
    private final APIResponse response;
    private final Set<String> slugs = new LinkedHashSet<>();
    private final String remark;

    Refusals(int status, APIResponse response) {
        this.status = status;
        this.response = response;
        String[] parts = response.getDescription() == null ? new String[0] : response.getDescription().split(":", 2);
        this.remark = parts.length > 1 ? ":" + parts[1] : "";
        if (parts.length > 0) {
            slugs.addAll(Arrays.asList(parts[0].split(", ")));
        }
    }

    Refusals and(ProblemType type) {
        slugs.add(type.slug());
        return this;
    }

    /** Fills in the response: what it carries follows from the slugs. */
    void write(boolean withoutBody) {
        response.setDescription(String.join(", ", slugs) + remark + (withoutBody ? " (the body is empty)" : ""));
        response.setContent(null);
        HEADERS.getOrDefault(status, List.of())
                .forEach(header -> response.addHeader(header, OASFactory.createHeader().ref(header)));
        if (!withoutBody) {
            response.setContent(OASFactory.createContent().addMediaType("application/problem+json", body()));
        }
    }

    private MediaType body() {
        MediaType body = OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        slugs.forEach(slug -> body.addExample(slug, OASFactory.createExample().ref(slug)));
        return body;
    }
}
