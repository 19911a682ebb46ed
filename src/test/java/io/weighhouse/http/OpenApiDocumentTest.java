package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.http.ApiDocument.Operation;
import io.weighhouse.problem.ProblemType;

/**
 * The OpenAPI document that is committed is the one that is served, and it is complete. Whether it is true is asked by every
 * test over HTTP ({@link Conformity}).
 */
@QuarkusTest
class OpenApiDocumentTest extends HttpSuite {

    private static final List<String> FAMILIES = List.of("Save", "Load", "Find", "Manage", "Home");

    @TestHTTPResource(value = "/openapi", management = true)
    URI served;

    /** A body in the document. */
    private record Body(String where, String type, JsonNode content) {
    }

    @Test
    void theCommittedDocumentIsTheServedOne() throws IOException {
        String now = RegistryClient.stranger(served).get(served.getPath()).is(200).text();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(ApiDocument.COMMITTED, now);
        }

        assertThat(Files.readString(ApiDocument.COMMITTED))
                .as("the HTTP API or its description changed. Where that is meant" + Conformity.REWRITE)
                .isEqualTo(now);
    }

    @Test
    void everyRouteIsInTheDocumentAndNoOther() {
        Set<String> documented = operations().map(Operation::toString).collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).as("routes in docs/openapi.yaml, against those of the running registry")
                .isEqualTo(new TreeSet<>(RunningRoutes.all()));
    }

    @Test
    void everyRouteSaysWhatItIs() {
        operations().forEach(operation -> {
            assertThat(operation.node().path("summary").asText()).as("%s: @Operation(summary = …)", operation).isNotBlank();
            assertThat(operation.id()).as("%s: @Operation(operationId = …), which no other route has", operation).isNotBlank();
            assertThat(operation.node().path("tags").path(0).asText())
                    .as("%s: @Tag(name = …) on its class, one of the families",
                            operation)
                    .isIn(FAMILIES);
            assertThat(operation.node().has("security")).as("%s: @Needs, @NeedsCredentials or @NeedsNothing", operation)
                    .isTrue();
            operation.node().path("parameters").forEach(parameter -> assertThat(parameter.has("$ref"))
                    .as("%s: describe the parameter '%s' in META-INF/openapi, under its name", operation,
                            parameter.path("name").asText())
                    .isTrue());
        });
        assertThat(operations().map(Operation::id)).doesNotHaveDuplicates();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document().root().findValuesAsText("$ref").stream().distinct()
                .filter(reference -> document().at(reference.substring(1)).isMissingNode()))
                .as("named by @APIResponse, @RequestBody, @Takes or a slug, but described nowhere in META-INF/openapi")
                .isEmpty();
    }

    @Test
    void everyRefusalHasAnExample() {
        JsonNode examples = document().at("/components/examples");

        for (ProblemType type : ProblemType.values()) {
            JsonNode example = examples.path(type.slug()).path("value");
            assertThat(example.isMissingNode()).as("give '%s' an example in META-INF/openapi/problems.yaml", type.slug())
                    .isFalse();
            assertThat(example.path("type").asText()).isEqualTo("/problems/" + type.slug());
            assertThat(example.path("title").asText()).isEqualTo(type.title());
            assertThat(example.path("status").asInt()).isEqualTo(type.status());
            assertThat(example.path("detail").asText()).isNotBlank();
            assertThat(document().faults(schema("Problem"), example)).as(type.slug()).isEmpty();
        }
        assertThat(examples.size()).isEqualTo(ProblemType.values().length);
    }

    @Test
    void everyRefusalIsTheAnswerOfSomeRoute() {
        Set<String> answered = operations()
                .flatMap(operation -> operation.node().path("responses").findValues("examples").stream())
                .flatMap(examples -> examples.properties().stream()).map(Map.Entry::getKey).collect(Collectors.toSet());

        assertThat(answered).as("slugs in the descriptions of @APIResponse, against ProblemType")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemType.values()).map(ProblemType::slug).toList());
    }

    @Test
    void refusalsAreProblemsOfTheirStatus() {
        operations().forEach(operation -> operation.node().path("responses").properties().stream()
                .filter(response -> response.getKey().matches("[45].."))
                .forEach(response -> checkRefusal(operation, response.getKey(), response.getValue())));
    }

    private static void checkRefusal(Operation operation, String status, JsonNode response) {
        if (response.path("description").asText().endsWith("(the body is empty)")) {
            assertThat(response.has("content")).isFalse();
            return;
        }
        JsonNode examples = response.path("content").path("application/problem+json").path("examples");
        assertThat(examples.size()).as("%s: the description of @APIResponse(responseCode = \"%s\") begins with the slugs: "
                + "'not-found', 'conflict, deleted: and what there is to say'", operation, status).isPositive();
        examples.fieldNames().forEachRemaining(slug -> assertThat(Arrays.stream(ProblemType.values())
                .filter(type -> type.slug().equals(slug)).map(ProblemType::status).map(String::valueOf))
                .as("%s: the slug '%s' of @APIResponse(responseCode = \"%s\")", operation, slug, status)
                .containsExactly(status));
    }

    @Test
    void everyJsonBodyHasAnExampleThatFitsItsSchema() {
        List<Body> bodies = operations().flatMap(this::bodies).filter(body -> body.type().endsWith("json")).toList();

        assertThat(bodies).hasSizeGreaterThan(100);
        for (Body body : bodies) {
            List<JsonNode> examples = examples(body.content());
            assertThat(examples).as("%s: its body %s has an example in META-INF/openapi", body.where(), body.type())
                    .isNotEmpty();
            assertThat(body.content().has("schema")).as("%s: its body %s has a schema", body.where(), body.type()).isTrue();
            examples.forEach(example -> assertThat(document().faults(body.content().get("schema"), example))
                    .as("%s: the example of %s, by its schema", body.where(), body.type()).isEmpty());
        }
    }

    private Stream<Body> bodies(Operation operation) {
        JsonNode node = operation.node();
        Stream<Body> requests = bodies(operation + ", request", document().resolved(node.path("requestBody")));
        return Stream.concat(requests, node.path("responses").properties().stream()
                .flatMap(response -> bodies(operation + ", " + response.getKey(), document().resolved(response.getValue()))));
    }

    private static Stream<Body> bodies(String where, JsonNode holder) {
        return holder.path("content").properties().stream()
                .map(content -> new Body(where, content.getKey(), content.getValue()));
    }

    private List<JsonNode> examples(JsonNode content) {
        return content.has("example") ? List.of(content.get("example"))
                : content.path("examples").properties().stream()
                        .map(example -> document().resolved(example.getValue()).path("value")).toList();
    }

    private JsonNode schema(String name) {
        return document().at("/components/schemas/" + name);
    }

    private static ApiDocument document() {
        return ApiDocument.committed();
    }

    private static Stream<Operation> operations() {
        return document().operations().stream();
    }
}
