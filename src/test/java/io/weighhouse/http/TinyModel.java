package io.weighhouse.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Bodies of saves, valid unless told otherwise: a model file and its shards as form parts. */
public final class TinyModel {

    public static final String BOUNDARY = "----tiny-boundary-7421";
    public static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    /** A form part. */
    public record Part(String disposition, String contentType, byte[] content) {

        public static Part file(String name, String contentType, byte[] content) {
            return new Part("form-data; name=\"" + name + "\"; filename=\"" + name + "\"", contentType, content);
        }
    }

    private final List<Part> parts;

    private TinyModel(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** What TensorFlow.js sends for a dense layer of 10 weights: 40 bytes, different for each seed. */
    public static TinyModel dense(long seed) {
        return of(modelFile("\"weightsManifest\":" + manifest("./model.weights.bin", 10)))
                .with(Part.file("model.weights.bin", "application/octet-stream", bytes(40, seed)));
    }

    /** A model file with these parts to follow. */
    public static TinyModel of(String modelFile) {
        return of(modelFile.getBytes(StandardCharsets.UTF_8));
    }

    public static TinyModel of(byte[] modelFile) {
        return new TinyModel(List.of(Part.file("model.json", "application/json", modelFile)));
    }

    public static TinyModel nothing() {
        return new TinyModel(List.of());
    }

    public static String modelFile(String members) {
        return "{\"modelTopology\":{\"class_name\":\"Sequential\",\"config\":{\"name\":\"tiny\",\"layers\":[]}},"
                + "\"format\":\"layers-model\",\"generatedBy\":\"TensorFlow.js tfjs-layers v4.22.0\",\"convertedBy\":null,"
                + members + "}";
    }

    /** A manifest of one group with one float32 weight. */
    public static String manifest(String path, int elements) {
        return "[{\"paths\":[\"" + path + "\"],\"weights\":[{\"name\":\"dense/kernel\",\"shape\":[" + elements
                + "],\"dtype\":\"float32\"}]}]";
    }

    public static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public TinyModel with(Part part) {
        List<Part> more = new ArrayList<>(parts);
        more.add(part);
        return new TinyModel(more);
    }

    public TinyModel with(String name, byte[] content) {
        return with(Part.file(name, "application/octet-stream", content));
    }

    /** The same parts in another order. */
    public TinyModel reversed() {
        List<Part> reversed = new ArrayList<>(parts);
        Collections.reverse(reversed);
        return new TinyModel(reversed);
    }

    /** The last part with fewer bytes at its end. */
    public TinyModel truncatedBy(int bytes) {
        List<Part> shorter = new ArrayList<>(parts);
        Part last = shorter.remove(shorter.size() - 1);
        shorter.add(new Part(last.disposition(), last.contentType(),
                Arrays.copyOf(last.content(), last.content().length - bytes)));
        return new TinyModel(shorter);
    }

    public byte[] content(int part) {
        return parts.get(part).content();
    }

    /** The whole body. */
    public byte[] body() {
        var body = new ByteArrayOutputStream();
        for (Part part : parts) {
            body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: " + part.disposition() + "\r\n"
                    + (part.contentType() == null ? "" : "Content-Type: " + part.contentType() + "\r\n") + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(part.content());
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }
}
