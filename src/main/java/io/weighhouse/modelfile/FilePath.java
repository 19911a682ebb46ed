package io.weighhouse.modelfile;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.weighhouse.problem.ProblemType;

/**
 * Where a file lies beside its model file. Clients join it to URLs by string concatenation, so it is held to characters that
 * mean nothing to a URL; a text that breaks the rule is refused, never cleaned.
 */
public record FilePath(String value) {

    /** The path of the model file itself; no other file may have it. */
    public static final String MODEL_FILE = "model.json";

    private static final int MAX_LENGTH = 255;
    /** Possessive, so that no text makes the matcher backtrack or recurse. */
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*+(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)*+");
    private static final Set<String> RESERVED = Set.of(MODEL_FILE, "bundle.zip", "artifacts.json");

    public FilePath {
        Optional<String> objection = objection(value);
        if (objection.isPresent()) {
            throw new IllegalArgumentException("Not a path: it " + objection.get());
        }
    }

    /** Reads a client's name for a file, a leading {@code ./} dropped; throws {@link ProblemType#INVALID_NAME}. */
    public static FilePath of(String text) {
        String path = withoutDot(text);
        Optional<String> objection = objection(path);
        if (objection.isPresent()) {
            throw ProblemType.INVALID_NAME
                    .because("%s cannot be the path of a file: it %s", ClientText.quoted(text), objection.get())
                    .with("path", ClientText.shown(text, MAX_LENGTH));
        }
        return new FilePath(path);
    }

    /** {@code text} without its leading {@code ./}, if it has one. */
    static String withoutDot(String text) {
        return text.startsWith("./") ? text.substring(2) : text;
    }

    /** What rule {@code path} breaks as the path of a file, as words that follow "it"; empty if none. */
    static Optional<String> objection(String path) {
        if (path.length() > MAX_LENGTH) {
            return Optional.of("has %d characters; at most %d are allowed".formatted(path.length(), MAX_LENGTH));
        } else if (!RULE.matcher(path).matches()) {
            return Optional.of("is not made of segments of [A-Za-z0-9_-][A-Za-z0-9._-]* joined by '/'");
        } else if (RESERVED.contains(path)) {
            return Optional.of("is a name that the registry itself serves");
        }
        return Optional.empty();
    }

    /** The same for the path of a shard, which must not be mistaken for a model file. */
    static Optional<String> shardObjection(String path) {
        return objection(path)
                .or(() -> path.endsWith(".json") ? Optional.of("ends in .json, as no shard may") : Optional.empty());
    }
}
