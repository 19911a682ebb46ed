package io.weighhouse.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

/** The OpenAPI document, as tests ask it: which operation is this, what may it answer, what does a body look like. */
final class ApiDocument {

    static final Path COMMITTED = Path.of("docs/openapi.yaml");

    private static final String ANY = "[^/]+";
    private static final String VERSION = "(\\d+|sha256-[^/]+|@[^/]+)";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig FORMATS_COUNT = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true)
            .build();

    private final JsonNode root;
    private final List<Operation> operations;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

    private ApiDocument(JsonNode root) {
        this.root = root;
        this.operations = root.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Operation(method.getKey().toUpperCase(), path.getKey(), method.getValue())))
                .sorted(Comparator.comparing((Operation operation) -> operation.literals()).reversed()).toList();
    }

    /** The one that is committed. */
    static ApiDocument committed() {
        return Holder.DOCUMENT;
    }

    private static final class Holder {
        static final ApiDocument DOCUMENT = read();
    }

    private static ApiDocument read() {
        try {
            return new ApiDocument(YAML.readTree(Files.readString(COMMITTED)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<Operation> operations() {
        return operations;
    }

    /**
     * What a request of that method to that path means; empty where nothing is there.
     *
     * @param found whether something was found: folders of extra files may be called like anything but a version
     */
    Optional<Operation> operation(String method, String path, boolean found) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Optional<Operation> first = operations.stream().filter(operation -> operation.isAt(plain, found ? VERSION : ANY))
                .findFirst();
        return first.flatMap(there -> operations.stream()
                .filter(operation -> operation.path().equals(there.path()))
                .filter(operation -> operation.method().equals(method.equals("HEAD") ? "GET" : method)).findFirst());
    }

    /** A part of the document, by its JSON pointer. */
    JsonNode at(String pointer) {
        return root.at(pointer);
    }

    JsonNode root() {
        return root;
    }

    /** What a node stands for. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** What is wrong with a value of that schema. */
    List<String> faults(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compiled).validate(value).stream().map(ValidationMessage::getMessage)
                .sorted().toList();
    }

    private JsonSchema compiled(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        return SCHEMAS.getSchema(whole.set("components", root.get("components")), FORMATS_COUNT);
    }

    /** What can be done at a path. */
    record Operation(String method, String path, JsonNode node) {

        String id() {
            return node.path("operationId").asText();
        }

        private boolean isAt(String other, String ref) {
            return other.matches(path.replace(".", "\\.").replace("{file}", ".+").replace("{ref}", ref)
                    .replaceAll("\\{\\w+}", ANY));
        }

        private int literals() {
            return path.replaceAll("\\{\\w+}", "").length();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
