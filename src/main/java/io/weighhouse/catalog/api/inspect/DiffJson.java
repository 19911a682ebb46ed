package io.weighhouse.catalog.api.inspect;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weighhouse.catalog.api.inspect.InspectBody.TooLargeException;
import io.weighhouse.inspect.diff.RowChanges;
import io.weighhouse.inspect.diff.VersionDiff;
import io.weighhouse.inspect.diff.WeightChanges;
import io.weighhouse.modelfile.WeightSpec;

/** Writes what lies between two versions. */
final class DiffJson {

    private static final ObjectMapper TREES = new ObjectMapper();

    private final JsonGenerator json;

    private DiffJson(JsonGenerator json) {
        this.json = json;
    }

    /** A comparison that would be too large says so instead. */
    static InspectBody write(int from, int to, VersionDiff diff) throws TooLargeException {
        try {
            return InspectBody.of(json -> new DiffJson(json).writeAll(from, to, diff));
        } catch (TooLargeException e) {
            String reason = "The comparison would have more than %d bytes".formatted(InspectBody.MAX_BYTES);
            return InspectBody.of(json -> {
                json.writeStartObject();
                json.writeNumberField("from", from);
                json.writeNumberField("to", to);
                json.writeStringField("unreadable", reason);
                json.writeEndObject();
            });
        }
    }

    private void writeAll(int from, int to, VersionDiff diff) throws IOException {
        json.writeStartObject();
        json.writeNumberField("from", from);
        json.writeNumberField("to", to);
        writeRows("layers", diff.layers());
        if (diff.nodes().isPresent()) {
            writeRows("nodes", diff.nodes().get());
        }
        writeWeights(diff.weights());
        if (diff.unreadable().isPresent()) {
            json.writeStringField("unreadable", diff.unreadable().get());
        }
        json.writeEndObject();
    }

    private void writeRows(String field, RowChanges rows) throws IOException {
        json.writeObjectFieldStart(field);
        writeTexts("added", rows.added());
        writeTexts("removed", rows.removed());
        json.writeArrayFieldStart("changed");
        for (RowChanges.Changed changed : rows.changed()) {
            json.writeStartObject();
            json.writeStringField("name", changed.name());
            json.writeObjectFieldStart("config");
            for (Map.Entry<String, RowChanges.Values> entry : changed.config().entrySet()) {
                json.writeArrayFieldStart(entry.getKey());
                TREES.writeTree(json, entry.getValue().from());
                TREES.writeTree(json, entry.getValue().to());
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeWeights(WeightChanges weights) throws IOException {
        json.writeObjectFieldStart("weights");
        writeTexts("added", weights.added());
        writeTexts("removed", weights.removed());
        writeTexts("changed", weights.changed());
        json.writeObjectFieldStart("specs");
        for (Map.Entry<String, WeightChanges.Specs> entry : weights.specs().entrySet()) {
            json.writeArrayFieldStart(entry.getKey());
            writeSpec(entry.getValue().from());
            writeSpec(entry.getValue().to());
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeNumberField("unchanged", weights.unchanged());
        writeTexts("unknown", weights.unknown());
        json.writeEndObject();
    }

    private void writeSpec(WeightSpec spec) throws IOException {
        json.writeStartObject();
        SpecJson.writeMembers(json, spec);
        json.writeEndObject();
    }

    private void writeTexts(String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
