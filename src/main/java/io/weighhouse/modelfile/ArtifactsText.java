package io.weighhouse.modelfile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.weighhouse.modelfile.JsonScanner.Token;

/**
 * A model file as TensorFlow.js' {@code ModelArtifacts}: its own fields as they stand, then the weight specs of all groups as
 * one array, then the weight data, whose text stands between {@code head} and {@code tail}. A file without a weights manifest
 * has neither, as TensorFlow.js has it. Works on the bytes of a file that {@link ModelFile} once accepted.
 *
 * @param tail what follows the weight data
 */
public record ArtifactsText(byte[] head, String tail) {

    /** Fields that are left out: one is the model file's own form of the weights, the others' names are needed for them. */
    private static final Set<String> REPLACED = Set.of("weightsManifest", "weightSpecs", "weightData");

    public static ArtifactsText of(byte[] modelFile) {
        return new Pass(modelFile).run();
    }

    /** One way through one file. */
    private static final class Pass {

        private final byte[] source;
        private final JsonScanner scanner;
        private final JsonWalk walk;
        private final ByteArrayOutputStream fields;
        private final ByteArrayOutputStream specs = new ByteArrayOutputStream();
        private boolean hasManifest;

        Pass(byte[] source) {
            this.source = source;
            this.scanner = new JsonScanner(source, new Findings());
            this.walk = new JsonWalk(scanner);
            this.fields = new ByteArrayOutputStream(source.length + 64);
            this.fields.write('{');
        }

        ArtifactsText run() {
            scanner.next();
            while (scanner.next() != Token.OBJECT_END) {
                readMember(scanner.text());
            }
            if (!hasManifest) {
                return new ArtifactsText(fields.toByteArray(), "}");
            }
            separate(fields, 1);
            fields.writeBytes(ascii("\"weightSpecs\":["));
            fields.writeBytes(specs.toByteArray());
            fields.writeBytes(ascii("],\"weightData\":\""));
            return new ArtifactsText(fields.toByteArray(), "\"}");
        }

        private void readMember(String key) {
            int start = scanner.start();
            Token value = scanner.next();
            if (key.equals("weightsManifest") && value != Token.NULL) {
                hasManifest = true;
                walk.inArray(value, group -> walk.inObject(group, "weights", weights -> walk.inArray(weights, this::addSpec)));
                return;
            }
            scanner.skip(value);
            if (!REPLACED.contains(key)) {
                append(fields, 1, start);
            }
        }

        private void addSpec(Token first) {
            int start = scanner.start();
            scanner.skip(first);
            append(specs, 0, start);
        }

        private void append(ByteArrayOutputStream list, int empty, int start) {
            separate(list, empty);
            list.write(source, start, scanner.end() - start);
        }

        /** A comma, unless the list has only the bytes that stand before its first element. */
        private static void separate(ByteArrayOutputStream list, int empty) {
            if (list.size() > empty) {
                list.write(',');
            }
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
