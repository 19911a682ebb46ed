package io.weighhouse.catalog.api.inspect;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;

import io.weighhouse.modelfile.WeightSpec;

/** Writes what a weights manifest says of a tensor. */
final class SpecJson {

    private SpecJson() {
    }

    /** Dtype, shape, bytes and quantization; bytes are null for strings, whose lengths only the data tell. */
    static void writeMembers(JsonGenerator json, WeightSpec spec) throws IOException {
        json.writeStringField("dtype", spec.dtype().text());
        json.writeArrayFieldStart("shape");
        for (long dim : spec.shape()) {
            json.writeNumber(dim);
        }
        json.writeEndArray();
        if (spec.sizeInBytes().isPresent()) {
            json.writeNumberField("bytes", spec.sizeInBytes().getAsLong());
        } else {
            json.writeNullField("bytes");
        }
        if (spec.quantization().isPresent()) {
            json.writeObjectFieldStart("quantization");
            json.writeStringField("dtype", spec.quantization().get().text());
            if (spec.scale().isPresent()) {
                json.writeNumberField("min", spec.scale().get().min());
                json.writeNumberField("scale", spec.scale().get().scale());
            }
            json.writeEndObject();
        }
    }
}
