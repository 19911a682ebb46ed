package io.weighhouse.catalog;

/** The name of a namespace. One that breaks the rule is refused, never cleaned. */
public record NamespaceName(String value) {

    public NamespaceName {
        ModelName.checkNamespace(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
