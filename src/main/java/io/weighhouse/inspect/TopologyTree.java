package io.weighhouse.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Makes a tree of a topology's text. A tree takes many times the memory of its text, so the text is counted before. */
final class TopologyTree {

    /** Far beyond any real topology: an inception's has 20,000 tokens. */
    static final int MAX_TOKENS = 600_000;
    static final int MAX_BYTES = 16 << 20;

    /** A client chose the names of the fields: no table that outlives the request keeps them. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper(FACTORY);

    private TopologyTree() {
    }

    static JsonNode read(ByteBuffer topology) throws UnreadableTopology {
        if (topology.remaining() > MAX_BYTES) {
            throw new UnreadableTopology("The topology is larger than %d bytes".formatted(MAX_BYTES));
        }
        byte[] text = new byte[topology.remaining()];
        topology.duplicate().get(text);
        try {
            count(text);
            return JSON.readTree(text);
        } catch (StreamConstraintsException e) {
            throw new UnreadableTopology("The topology holds a string or a number that is too long");
        } catch (IOException e) {
            throw new UncheckedIOException("It was read when it was saved", e);
        }
    }

    private static void count(byte[] text) throws IOException, UnreadableTopology {
        int tokens = 0;
        try (JsonParser parser = FACTORY.createParser(text)) {
            while (parser.nextToken() != null) {
                if (++tokens > MAX_TOKENS) {
                    throw new UnreadableTopology("The topology has more than %d values and keys".formatted(MAX_TOKENS));
                }
            }
        }
    }
}
