package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weighhouse.http.ApiDocument.Operation;

/** Holds every answer that a test of the HTTP API gets against the OpenAPI document: status, headers, media type, body. */
final class Conformity {

    static final String REWRITE = "; then rewrite docs/openapi.yaml: './mvnw test -Dtest=OpenApiDocumentTest -Dopenapi.write=true'"
            + " (CONTRIBUTING.md, 'The OpenAPI document')";

    /** Operations whose success was held against the document. */
    static final Set<String> HELD = ConcurrentHashMap.newKeySet();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_READ = 1 << 20;

    private final ApiDocument document;
    private final Operation operation;
    private final Answer answer;

    private Conformity(ApiDocument document, Operation operation, Answer answer) {
        this.document = document;
        this.operation = operation;
        this.answer = answer;
    }

    /** Fails where the document does not know such an answer. */
    static void check(String method, String path, Answer answer) {
        ApiDocument document = ApiDocument.committed();
        document.operation(method, path, answer.status() < 300)
                .ifPresent(operation -> new Conformity(document, operation, answer).check(method));
    }

    private void check(String method) {
        JsonNode response = document.resolved(operation.node().path("responses").path(String.valueOf(answer.status())));
        assertThat(response.isMissingNode()).as(
                "%s answered %d, which the OpenAPI document does not know: give its method (%s) "
                        + "an @APIResponse(responseCode = \"%d\", …)%s; the body was: %s",
                operation, answer.status(), operation.id(),
                answer.status(), REWRITE, answer.text()).isFalse();
        checkHeaders(response.path("headers"));
        if (!method.equals("HEAD") && answer.bytes().length > 0) {
            checkBody(response.path("content"));
        }
        if (answer.status() < 300) {
            HELD.add(operation.id());
        }
    }

    private void checkHeaders(JsonNode headers) {
        headers.properties().stream().filter(header -> document.resolved(header.getValue()).path("required").asBoolean())
                .forEach(header -> assertThat(answer.header(header.getKey()))
                        .as("%s answered %d without the header %s", operation, answer.status(), header.getKey()).isPresent());
    }

    private void checkBody(JsonNode content) {
        String type = answer.header("Content-Type").orElse("none");
        JsonNode body = content.has(type) ? content.get(type) : content.path(type.split("/")[0] + "/*");
        assertThat(body.isMissingNode()).as("%s answered %d with a body of the media type %s, which the OpenAPI document does "
                + "not know: describe it in META-INF/openapi%s", operation, answer.status(), type, REWRITE).isFalse();
        if (type.endsWith("json") && body.has("schema") && isWholeDocument()) {
            checkJson(type, body);
        }
    }

    private boolean isWholeDocument() {
        return answer.status() != 206 && answer.header("Content-Encoding").isEmpty() && answer.bytes().length < LARGEST_READ;
    }

    private void checkJson(String type, JsonNode body) {
        JsonNode value = read(answer.bytes());
        assertThat(document.faults(body.get("schema"), value)).as("%s answered %d with a body that is not as META-INF/openapi "
                + "describes it: correct the schema%s; the body was: %s", operation, answer.status(), REWRITE, answer.text())
                .isEmpty();
        if (type.startsWith("application/problem")) {
            String slug = value.path("type").asText().replace("/problems/", "");
            assertThat(body.path("examples").has(slug)).as(
                    "%s answered %d '%s', which the OpenAPI document does not know there: "
                            + "add the slug to the description of the @APIResponse(responseCode = \"%d\") of %s%s",
                    operation,
                    answer.status(), slug, answer.status(), operation.id(), REWRITE).isTrue();
        }
    }

    static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
