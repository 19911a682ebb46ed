package io.weighhouse.modelfile;

import java.nio.ByteBuffer;
import java.util.SortedSet;
import java.util.TreeSet;

import io.weighhouse.modelfile.JsonScanner.Token;

/** Reads the top level of a model file and leaves its big values to their own readers. Serves once. */
final class ModelFileReader {

    private static final int MAX_TEXT = 255;
    private static final int MAX_METADATA = 200;

    private final byte[] bytes;
    private final Findings findings = new Findings();
    private final JsonScanner scanner;
    private final TopologyReader topology;
    private final ManifestReader manifest;
    private final SortedSet<String> metadata = new TreeSet<>();
    private String format = "";
    private String generatedBy = "";
    private String convertedBy = "";
    private boolean hasManifest;
    private ByteBuffer topologyText = ByteBuffer.allocate(0);
    private long topologyBytes;

    ModelFileReader(byte[] bytes) {
        this.bytes = bytes;
        this.scanner = new JsonScanner(bytes, findings);
        this.topology = new TopologyReader(scanner);
        this.manifest = new ManifestReader(scanner);
    }

    ModelFile read() {
        try {
            readDocument();
        } catch (JsonSyntaxException e) {
            throw Findings.syntax(e);
        }
        findings.throwIfAny();
        return new ModelFile(bytes, contents());
    }

    private ModelFile.Contents contents() {
        boolean known = format.equals(ModelFile.LAYERS_MODEL) || format.equals(ModelFile.GRAPH_MODEL);
        String normalised = known ? format : topology.format();
        ModelIndex index = new ModelIndex(normalised, generatedBy, convertedBy, topology.names(), manifest.weights(), metadata);
        return new ModelFile.Contents(normalised, generatedBy, convertedBy, manifest.manifest(), topologyBytes,
                manifest.specsBytes(), topologyText, index.json());
    }

    private void readDocument() {
        ForeignFormat.refuse(bytes);
        Token first = scanner.next();
        if (first != Token.OBJECT) {
            throw new JsonSyntaxException(scanner.start(),
                    "the document is not a JSON object with modelTopology or weightsManifest"
                            + (first == Token.ARRAY ? "; " + UnconvertedModel.adviceOnManifestAlone() : ""));
        }
        while (scanner.next() != Token.OBJECT_END) {
            readMember(scanner.text());
        }
        if (!topologyText.hasRemaining() && !hasManifest) {
            scanner.report("has neither modelTopology nor weightsManifest");
        }
        scanner.next();
    }

    private void readMember(String key) {
        Token first = scanner.next();
        switch (key) {
            case "modelTopology" -> readTopology(first);
            case "weightsManifest" -> readManifest(first);
            case "format" -> format = readText(first);
            case "generatedBy" -> generatedBy = readText(first);
            case "convertedBy" -> convertedBy = readText(first);
            case "userDefinedMetadata" -> readMetadata(first);
            default -> scanner.skip(first);
        }
    }

    /** JavaScript takes {@code null} for absent, here and in the weights manifest. */
    private void readTopology(Token first) {
        if (first == Token.NULL) {
            return;
        }
        int start = scanner.start();
        int whiteSpace = scanner.whiteSpace();
        topology.read(first);
        int length = scanner.end() - start;
        topologyText = ByteBuffer.wrap(bytes, start, length).asReadOnlyBuffer();
        topologyBytes = length - (scanner.whiteSpace() - whiteSpace);
    }

    private void readManifest(Token first) {
        if (first != Token.NULL) {
            hasManifest = true;
            manifest.read(first);
        }
    }

    private String readText(Token first) {
        if (first != Token.STRING) {
            scanner.skip(first);
            return "";
        }
        String text = scanner.text();
        boolean cutsPair = text.length() > MAX_TEXT && Character.isHighSurrogate(text.charAt(MAX_TEXT - 1));
        return text.substring(0, Math.min(text.length(), cutsPair ? MAX_TEXT - 1 : MAX_TEXT));
    }

    private void readMetadata(Token first) {
        if (first != Token.OBJECT) {
            scanner.skip(first);
            return;
        }
        while (scanner.next() != Token.OBJECT_END) {
            String key = scanner.text();
            if (metadata.size() < MAX_METADATA && key.length() <= MAX_TEXT) {
                metadata.add(key);
            }
            scanner.skip(scanner.next());
        }
    }
}
