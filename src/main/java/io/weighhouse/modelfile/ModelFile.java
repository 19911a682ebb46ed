package io.weighhouse.modelfile;

import java.nio.ByteBuffer;
import java.util.Optional;

import io.weighhouse.problem.ProblemType;

/**
 * A valid {@code model.json}: its bytes as they came, and the few things in it that the registry has to know. The topology
 * stays bytes; only the weights manifest became values.
 */
public final class ModelFile {

    public static final String LAYERS_MODEL = "layers-model";
    public static final String GRAPH_MODEL = "graph-model";

    private final byte[] bytes;
    private final Contents contents;

    /** What the reader picked out; an empty text stands for what the file does not say. */
    record Contents(String format, String generatedBy, String convertedBy, WeightsManifest manifest, long topologyBytes,
            long weightSpecsBytes, ByteBuffer topology, String index) {
    }

    ModelFile(byte[] bytes, Contents contents) {
        this.bytes = bytes;
        this.contents = contents;
    }

    /**
     * Reads a model file strictly: in time linear in its length, and in memory of a small multiple of it whatever it holds.
     * Throws {@link ProblemType#INVALID_MODEL} with all {@code findings}, each a JSON pointer and a message, and with the
     * {@code offset} of the byte at which a text stops being JSON.
     *
     * @param bytes kept, not copied: the caller gives them away
     */
    public static ModelFile read(byte[] bytes) {
        return new ModelFileReader(bytes).read();
    }

    /** The file, byte for byte as it came. Not a copy: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * {@link #LAYERS_MODEL} or {@link #GRAPH_MODEL}: what the file says or, as files of TF.js 0.x and of old converters say
     * nothing, what its topology looks like. Empty for weights alone.
     */
    public Optional<String> format() {
        return said(contents.format());
    }

    /** What wrote the model, at most 255 characters of it. */
    public Optional<String> generatedBy() {
        return said(contents.generatedBy());
    }

    /** What converted the model, at most 255 characters of it. */
    public Optional<String> convertedBy() {
        return said(contents.convertedBy());
    }

    public WeightsManifest manifest() {
        return contents.manifest();
    }

    /** Bytes of the topology's text without insignificant white space; 0 without a topology. */
    public long topologyBytes() {
        return contents.topologyBytes();
    }

    /** Bytes of the weight specs of all groups, written as one array without insignificant white space. */
    public long weightSpecsBytes() {
        return contents.weightSpecsBytes();
    }

    /** The text of the topology, read-only; empty without one. */
    public Optional<ByteBuffer> topology() {
        return contents.topology().hasRemaining() ? Optional.of(contents.topology().slice()) : Optional.empty();
    }

    /**
     * What people search for, as JSON of at most 16,000 bytes that jsonb takes: {@code format}, {@code generatedBy},
     * {@code convertedBy}, {@code layers} (sorted classes of layers, or ops of a graph), {@code weights} (their number),
     * {@code metadata} (sorted keys of {@code userDefinedMetadata}). Lists lose their end where they are too long.
     */
    public String index() {
        return contents.index();
    }

    private static Optional<String> said(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
