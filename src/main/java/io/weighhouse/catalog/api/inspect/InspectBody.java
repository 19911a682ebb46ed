package io.weighhouse.catalog.api.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import io.weighhouse.catalog.Digest;

/** A JSON document of bounded size, and the strong validator of its bytes. */
record InspectBody(byte[] bytes, String entityTag) {

    static final int MAX_BYTES = 16 << 20;

    private static final JsonFactory JSON = new JsonFactory();
    private static final int TAG_DIGITS = 32;

    /** Writes one document. */
    @FunctionalInterface
    interface Document {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The document would be larger than anybody wants to see. */
    static final class TooLargeException extends Exception {

        TooLargeException() {
            super("It would have more than %d bytes".formatted(MAX_BYTES));
        }
    }

    private static final class Full extends IOException {
    }

    static InspectBody of(Document document) throws TooLargeException {
        var bytes = new BoundedBytes();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            // what was cut off in the middle is not to be closed properly
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            document.writeTo(json);
        } catch (Full e) {
            throw new TooLargeException();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail", e);
        }
        byte[] written = bytes.bytes.toByteArray();
        return new InspectBody(written, '"' + Digest.of(written).hex().substring(0, TAG_DIGITS) + '"');
    }

    private static final class BoundedBytes extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int one) throws IOException {
            write(new byte[] { (byte) one }, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (length > MAX_BYTES - bytes.size()) {
                throw new Full();
            }
            bytes.write(source, offset, length);
        }
    }
}
