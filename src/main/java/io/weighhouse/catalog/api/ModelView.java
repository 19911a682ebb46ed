package io.weighhouse.catalog.api;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.weighhouse.catalog.ModelDetails;

/** A model as answers show it. */
record ModelView(String model, String namespace, String name, String description, Map<String, String> labels,
        String visibility, @JsonProperty("default") String defaultRef, Integer keep, Integer latest, int versions,
        Instant createdAt, Instant updatedAt) {

    static ModelView of(ModelDetails model) {
        return new ModelView(model.model().toString(), model.model().namespace(), model.model().name(),
                model.description().orElse(null), model.labels().values(), model.visibility().text(), model.defaultRef(),
                orNull(model.keep()), orNull(model.latest()), model.versions(), model.createdAt(), model.updatedAt());
    }

    private static Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
