package io.weighhouse.modelfile;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.SortedSet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** The small JSON beside a model file by which the catalog finds it; bounded, since a client chose every text in it. */
record ModelIndex(String format, String generatedBy, String convertedBy, SortedSet<String> layers, int weights,
        SortedSet<String> metadata) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LAYERS_BYTES = 9_000;
    private static final int METADATA_BYTES = 3_000;
    /** Quotes and a comma. */
    private static final int AROUND = 3;

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            writeText(json, "format", format);
            writeText(json, "generatedBy", generatedBy);
            writeText(json, "convertedBy", convertedBy);
            writeNames(json, "layers", layers, LAYERS_BYTES);
            json.writeNumberField("weights", weights);
            writeNames(json, "metadata", metadata, METADATA_BYTES);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static void writeText(JsonGenerator json, String key, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(key, text);
        }
    }

    private static void writeNames(JsonGenerator json, String key, SortedSet<String> names, int room) throws IOException {
        json.writeArrayFieldStart(key);
        int left = room;
        for (String name : names) {
            left -= JsonStringEncoder.getInstance().quoteAsUTF8(name).length + AROUND;
            if (left >= 0) {
                json.writeString(name);
            }
        }
        json.writeEndArray();
    }
}
