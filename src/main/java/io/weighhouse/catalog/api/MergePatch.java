package io.weighhouse.catalog.api;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.Labels;
import io.weighhouse.catalog.ModelDetails;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.VersionDetails;
import io.weighhouse.catalog.Visibility;
import io.weighhouse.catalog.api.exchange.JsonMembers;
import io.weighhouse.problem.RegistryException;

/** A JSON merge patch (RFC 7396) of a model or a version: members that are there change, null means the state of a new one. */
record MergePatch(JsonMembers members) {

    private static final Set<String> OF_VERSION = Set.of("description", "labels");
    private static final Set<String> OF_MODEL = Set.of("description", "labels", "visibility", "default", "keep");

    /** Who may see a model and which versions go are more than what people say of it. */
    boolean isForAdmins() {
        return members.has("visibility") || members.has("keep");
    }

    ModelDetails apply(ModelDetails model) {
        members.only(OF_MODEL);
        ModelDetails changed = model.describedAs(description(model.description())).labelled(labels(model.labels()));
        if (members.has("visibility")) {
            changed = changed.visibleTo(pointed("visibility", () -> Visibility.parse(members.text("visibility"))));
        }
        if (members.has("default")) {
            changed = changed.serving(members.isNull("default") ? Ref.LATEST_ALIAS : defaultRef(members.text("default")));
        }
        if (members.has("keep")) {
            changed = changed.keeping(members.isNull("keep") ? OptionalInt.empty() : OptionalInt.of(members.number("keep")));
        }
        return changed;
    }

    VersionDetails apply(VersionDetails version) {
        members.only(OF_VERSION);
        return version.describedAs(description(version.description())).labelled(labels(version.labels()));
    }

    private String defaultRef(String text) {
        return text.equals(Ref.LATEST_ALIAS) ? text : pointed("default", () -> new AliasName(text).value());
    }

    private Optional<String> description(Optional<String> before) {
        if (!members.has("description")) {
            return before;
        }
        return members.isNull("description") ? Optional.empty() : Optional.of(members.text("description"));
    }

    private Labels labels(Labels before) {
        if (!members.has("labels")) {
            return before;
        }
        return members.isNull("labels") ? Labels.NONE
                : pointed("labels", () -> Labels.of(merged(before, members.members("labels"))));
    }

    private static Map<String, String> merged(Labels before, JsonMembers patch) {
        Map<String, String> labels = new TreeMap<>(before.values());
        for (String key : patch.names()) {
            if (patch.isNull(key)) {
                labels.remove(key);
            } else {
                labels.put(key, patch.text(key));
            }
        }
        return labels;
    }

    /** What breaks a rule of the catalog is told by its place in the patch. */
    private static <T> T pointed(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (RegistryException refusal) {
            throw refusal.members().containsKey("pointer") ? refusal : refusal.with("pointer", "/" + name);
        }
    }
}
