package io.weighhouse.catalog;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.weighhouse.problem.ProblemType;

/** The full name of a model: {@code namespace/name}. Names that break the rule are refused, never cleaned. */
public record ModelName(String namespace, String name) {

    public static final String DEFAULT_NAMESPACE = "default";

    private static final String RULE = "[a-z0-9][a-z0-9._-]{0,63}";
    private static final Pattern NAME = Pattern.compile(RULE);
    private static final Set<String> RESERVED_NAMESPACES = Set.of("api", "assets", "download", "models", "problems", "q",
            "ui", "upload");
    private static final int SHOWN = 100;

    public ModelName {
        checkNamespace(namespace);
        check("model", name);
        if (Stream.of(".json", ".bin", ".zip").anyMatch(name::endsWith)) {
            throw ProblemType.INVALID_NAME
                    .because("A model's name does not end in .json, .bin or .zip, as '%s' does", shown(name))
                    .with("name", shown(name));
        }
    }

    /** Reads {@code namespace/name}, or {@code name} in the namespace {@code default}. */
    public static ModelName parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? new ModelName(DEFAULT_NAMESPACE, text)
                : new ModelName(text.substring(0, slash), text.substring(slash + 1));
    }

    static void checkNamespace(String namespace) {
        check("namespace", namespace);
        if (RESERVED_NAMESPACES.contains(namespace)) {
            throw ProblemType.INVALID_NAME.because("'%s' is reserved and cannot name a namespace", namespace)
                    .with("name", namespace);
        }
    }

    private static void check(String kind, String value) {
        if (!NAME.matcher(value).matches() || value.contains("..")) {
            throw ProblemType.INVALID_NAME
                    .because("'%s' cannot name a %s: lower-case letters, digits, '.', '_' and '-', the first one a letter or "
                            + "digit, 64 at most, without '..'", shown(value), kind)
                    .with("name", shown(value))
                    .with("rule", RULE);
        }
    }

    private static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
