package io.weighhouse.modelfile;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** Model files as text for the tests, and what reading them ends in. */
final class ModelTexts {

    private ModelTexts() {
    }

    /** A model file whose weights manifest is {@code manifest}. */
    static String withManifest(String manifest) {
        return "{\"modelTopology\":{},\"weightsManifest\":" + manifest + "}";
    }

    /** A model file of one group with these weights. */
    static String withWeights(String... weights) {
        return withManifest("[{\"paths\":[\"a.bin\"],\"weights\":[" + String.join(",", weights) + "]}]");
    }

    /** A model file of one group without weights, with these paths. */
    static String withPaths(String... paths) {
        return withManifest("[{\"paths\":[\"" + String.join("\",\"", paths) + "\"]}]");
    }

    static String weight(String name, String dtype, String shape) {
        return "{\"name\":\"%s\",\"dtype\":\"%s\",\"shape\":%s}".formatted(name, dtype, shape);
    }

    static ModelFile read(String text) {
        return ModelFile.read(bytes(text));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static RegistryException refusalOf(byte[] file) {
        RegistryException refusal = catchThrowableOfType(RegistryException.class, () -> ModelFile.read(file));
        if (refusal == null || refusal.type() != ProblemType.INVALID_MODEL) {
            throw new AssertionError("Not refused as an invalid model, but: " + refusal);
        }
        return refusal;
    }

    static RegistryException refusalOf(String text) {
        return refusalOf(bytes(text));
    }

    /** The findings of a refusal as lines {@code <pointer> <message>}. */
    static List<String> findingsOf(String text) {
        return findings(refusalOf(text)).stream()
                .map(finding -> finding.get("pointer") + " " + finding.get("message"))
                .toList();
    }

    static List<String> pointersOf(String text) {
        return findings(refusalOf(text)).stream().map(finding -> finding.get("pointer")).toList();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, String>> findings(RegistryException refusal) {
        return (List<Map<String, String>>) refusal.members().get("findings");
    }
}
