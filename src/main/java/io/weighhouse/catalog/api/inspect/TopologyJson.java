package io.weighhouse.catalog.api.inspect;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

import com.fasterxml.jackson.core.JsonGenerator;

import io.weighhouse.catalog.api.inspect.InspectBody.TooLargeException;
import io.weighhouse.inspect.Needs;
import io.weighhouse.inspect.TableRow;
import io.weighhouse.inspect.Topology;
import io.weighhouse.inspect.Totals;
import io.weighhouse.inspect.Weight;
import io.weighhouse.inspect.layers.Shape;

/** Writes the table of a version. */
final class TopologyJson {

    private final Topology topology;
    private final JsonGenerator json;

    private TopologyJson(Topology topology, JsonGenerator json) {
        this.topology = topology;
        this.json = json;
    }

    /** A table that would be too large is left out. */
    static InspectBody write(Topology topology) throws TooLargeException {
        try {
            return InspectBody.of(json -> new TopologyJson(topology, json).write());
        } catch (TooLargeException e) {
            Topology rest = topology.withoutTable("The table would have more than %d bytes".formatted(InspectBody.MAX_BYTES));
            return InspectBody.of(json -> new TopologyJson(rest, json).write());
        }
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("format", topology.format().orElse(null));
        writeTotals(topology.totals());
        json.writeArrayFieldStart(topology.graph() ? "nodes" : "layers");
        for (TableRow row : topology.rows()) {
            writeRow(row);
        }
        json.writeEndArray();
        if (!topology.others().isEmpty()) {
            writeWeights("otherWeights", topology.others());
        }
        if (topology.needs().isPresent()) {
            writeNeeds(topology.needs().get());
        }
        if (topology.unreadable().isPresent()) {
            json.writeStringField("unreadable", topology.unreadable().get());
        }
        json.writeEndObject();
    }

    private void writeTotals(Totals totals) throws IOException {
        json.writeObjectFieldStart("totals");
        json.writeNumberField(topology.graph() ? "nodes" : "layers", totals.rows());
        writeNumber("parameters", totals.parameters());
        if (!topology.graph()) {
            writeNumber("trainable", totals.trainable());
        }
        writeNumber("weightBytes", totals.weightBytes());
        json.writeEndObject();
    }

    private void writeRow(TableRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", row.name());
        json.writeStringField(topology.graph() ? "op" : "class", row.type());
        if (!row.within().isEmpty()) {
            json.writeStringField("within", row.within());
        }
        json.writeFieldName("outputShape");
        writeShapes(row.outputs());
        writeNumber("parameters", row.parameters());
        writeTexts("inputs", row.inputs());
        writeWeights("weights", row.weights());
        json.writeEndObject();
    }

    /** One shape, or a list of them where there are several outputs; null where nothing is known. */
    private void writeShapes(List<Shape> shapes) throws IOException {
        if (shapes.size() > 1) {
            json.writeStartArray();
            for (Shape shape : shapes) {
                writeShape(shape);
            }
            json.writeEndArray();
        } else {
            writeShape(shapes.isEmpty() ? Shape.UNKNOWN : shapes.get(0));
        }
    }

    private void writeShape(Shape shape) throws IOException {
        if (!shape.known()) {
            json.writeNull();
            return;
        }
        json.writeStartArray();
        for (long dim : shape.dims()) {
            if (dim == Shape.OPEN) {
                json.writeNull();
            } else {
                json.writeNumber(dim);
            }
        }
        json.writeEndArray();
    }

    private void writeWeights(String field, List<Weight> weights) throws IOException {
        json.writeArrayFieldStart(field);
        for (Weight weight : weights) {
            json.writeStartObject();
            json.writeStringField("name", weight.spec().name());
            SpecJson.writeMembers(json, weight.spec());
            if (weight.spec().optimizer()) {
                json.writeBooleanField("optimizer", true);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeNeeds(Needs needs) throws IOException {
        json.writeObjectFieldStart("needs");
        json.writeStringField("loader", topology.graph() ? "tf.loadGraphModel" : "tf.loadLayersModel");
        writeTexts(topology.graph() ? "ops" : "classes", needs.types());
        writeTexts("custom", needs.custom());
        if (topology.graph()) {
            json.writeBooleanField("executeAsync", needs.executeAsync());
        } else {
            writeTexts("lambda", needs.lambda());
        }
        json.writeEndObject();
    }

    private void writeNumber(String field, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(field, number.getAsLong());
        } else {
            json.writeNullField(field);
        }
    }

    private void writeTexts(String field, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
