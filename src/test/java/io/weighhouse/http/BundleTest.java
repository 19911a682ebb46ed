package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.catalog.Digest;

/** A version as one document: the archive and the artifacts. */
@QuarkusTest
class BundleTest extends HttpSuite {

    private static final String IMMUTABLE = "private, max-age=31536000, immutable";

    private final String modelFile = TinyModel.modelFile("\"weightsManifest\":["
            + "{\"paths\":[\"./a.bin\",\"sub/b.bin\"],\"weights\":[{\"name\":\"w\",\"shape\":[100],\"dtype\":\"float32\"}]},"
            + "{\"paths\":[\"none.bin\"],\"weights\":[{\"name\":\"e\",\"shape\":[0],\"dtype\":\"int32\"}]},"
            + "{\"paths\":[\"c.bin\"],\"weights\":[{\"name\":\"v\",\"shape\":[],\"dtype\":\"bool\"}]}]");
    private final byte[] first = TinyModel.bytes(150, 1);
    private final byte[] second = TinyModel.bytes(250, 2);
    private final byte[] third = { 1 };
    private String digest;

    @BeforeEach
    void saveOne() {
        digest = save(TinyModel.of(modelFile).with("sub/b.bin", second).with("c.bin", third)
                .with("labels.txt", "cat".getBytes(StandardCharsets.UTF_8)).with("a.bin", first))
                .is(201).json().getString("digest");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1", "@latest", "digest" })
    void theArchiveHoldsTheModelFileAsSavedAndAllFilesAtTheirPaths(String ref) throws IOException {
        Answer answer = admin.get(at(ref.replace("digest", digest) + "/bundle.zip"), "Accept-Encoding", "gzip").is(200);

        Map<String, byte[]> files = unzipped(answer.bytes());
        assertThat(files.keySet()).containsExactly("model.json", "a.bin", "sub/b.bin", "none.bin", "c.bin", "labels.txt");
        assertThat(files.get("model.json")).asString(StandardCharsets.UTF_8).isEqualTo(modelFile);
        assertThat(files.get("a.bin")).isEqualTo(first);
        assertThat(files.get("sub/b.bin")).isEqualTo(second);
        assertThat(files.get("none.bin")).isEmpty();
        assertThat(files.get("labels.txt")).asString(StandardCharsets.UTF_8).isEqualTo("cat");
        assertThat(answer.header("Content-Type")).contains("application/zip");
        assertThat(answer.header("Content-Length")).contains(String.valueOf(answer.bytes().length));
        assertThat(answer.header("Content-Encoding")).isEmpty();
        assertThat(answer.header("ETag")).contains("\"zip1-" + digest + "\"");
        assertThat(answer.header("Cache-Control")).contains(ref.equals("@latest") ? "no-cache" : IMMUTABLE);
        assertThat(answer.bytes()).isEqualTo(admin.get(at("1/bundle.zip")).bytes());
    }

    @Test
    void anArchiveOfBlobsWithoutAChecksumIsTheSame() throws SQLException {
        byte[] before = admin.get(at("1/bundle.zip")).is(200).bytes();
        String other = model + "-again";
        admin.save("/models/" + other, TinyModel.of(modelFile).with("sub/b.bin", second).with("c.bin", third)
                .with("labels.txt", "cat".getBytes(StandardCharsets.UTF_8)).with("a.bin", first)).is(201);

        forgetChecksums();

        assertThat(admin.get("/models/" + other + "/1/bundle.zip").is(200).bytes()).isEqualTo(before);
        assertThat(admin.get("/models/" + other + "/1/bundle.zip").is(200).bytes()).isEqualTo(before);
    }

    private void forgetChecksums() throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("update blob set crc32 = null")).isPositive();
        }
    }

    @Test
    void artifactsAreTheFieldsWithFlatSpecsAndTheWeightsAsBase64() {
        for (String ref : List.of("1", digest, "@latest")) {
            Answer answer = admin.get(at(ref + "/artifacts.json")).is(200);

            Map<String, Object> artifacts = answer.json().getMap("");
            assertThat(artifacts.keySet()).containsExactly("modelTopology", "format", "generatedBy", "convertedBy",
                    "weightSpecs", "weightData");
            assertThat(answer.json().getList("weightSpecs.name")).containsExactly("w", "e", "v");
            assertThat(java.util.Base64.getDecoder().decode(answer.json().getString("weightData")))
                    .isEqualTo(joined(first, second, third));
            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(answer.header("ETag")).contains('"' + Digest.of(answer.bytes()).ref() + '"');
            assertThat(answer.header("Repr-Digest")).contains(Digest.of(answer.bytes()).reprDigest());
            assertThat(answer.header("Cache-Control")).contains(ref.equals("@latest") ? "no-cache" : IMMUTABLE);
        }
    }

    @Test
    void artifactsOfATopologyAloneHaveNoWeights() {
        save(TinyModel.of(TinyModel.modelFile("\"signature\":{}"))).is(201);

        Answer answer = admin.get(at("2/artifacts.json")).is(200);

        assertThat(answer.json().getMap("").keySet()).containsExactly("modelTopology", "format", "generatedBy", "convertedBy",
                "signature");
        admin.get(at("2/bundle.zip")).is(200);
    }

    @Test
    void artifactsAreCompressedForThoseWhoLikeIt() throws IOException {
        Answer plain = admin.get(at("1/artifacts.json")).is(200);

        Answer gzipped = admin.get(at("1/artifacts.json"), "Accept-Encoding", "gzip").is(200);

        assertThat(gzipped.header("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzipped.bytes())).readAllBytes()).isEqualTo(plain.bytes());
        assertThat(gzipped.header("Repr-Digest")).contains(Digest.of(gzipped.bytes()).reprDigest());
        assertThat(gzipped.header("ETag").orElseThrow()).endsWith("-gzip\"");
        assertThat(gzipped.header("Vary").orElseThrow()).containsIgnoringCase("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1/bundle.zip", "@latest/bundle.zip", "1/artifacts.json" })
    void headAndNotModifiedTellWhatGetTells(String url) {
        Answer get = admin.get(at(url)).is(200);

        Answer head = admin.head(at(url)).isEmpty(200);
        Answer known = admin.get(at(url), "If-None-Match", get.header("ETag").orElseThrow()).isEmpty(304);

        assertThat(head.response().headers().map()).isEqualTo(get.response().headers().map());
        assertThat(known.header("ETag")).isEqualTo(get.header("ETag"));
        admin.get(at(url), "If-None-Match", "\"sha256-other\"").is(200);
    }

    @ParameterizedTest
    @CsvSource({ "1/bundle.zip,300,40", "1/bundle.zip,0,10", "1/bundle.zip,600,300", "1/artifacts.json,300,200" })
    void aRangeIsThatPartOfTheWhole(String url, int from, int length) {
        Answer whole = admin.get(at(url)).is(200);
        int size = whole.bytes().length;

        Answer part = admin.get(at(url), "Range", "bytes=" + from + "-" + (from + length - 1), "If-Range",
                whole.header("ETag").orElseThrow()).is(206);
        Answer end = admin.get(at(url), "Range", "bytes=-22").is(206);

        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(whole.bytes(), from, from + length));
        assertThat(part.header("Content-Range")).contains("bytes " + from + "-" + (from + length - 1) + "/" + size);
        assertThat(end.bytes()).isEqualTo(Arrays.copyOfRange(whole.bytes(), size - 22, size));
        admin.get(at(url), "Range", "bytes=0-1", "If-Range", "\"other\"").is(200);
        admin.get(at(url), "Range", "bytes=" + size + "-").isProblem(416, "range-not-satisfiable");
    }

    @ParameterizedTest
    @ValueSource(strings = { "bundle.zip", "artifacts.json" })
    void whatDoesNotExistIsAProblemAndStrangersAreNotLetIn(String bundle) {
        for (String ref : List.of("7", "0", "x", "@nope", "sha256-" + "0".repeat(64))) {
            admin.get(at(ref + "/" + bundle)).isProblem(404, "not-found");
        }
        admin.get("/models/suite/absent/1/" + bundle).isProblem(404, "not-found");
        stranger.get(at("1/" + bundle)).isProblem(401, "unauthenticated");
        assertThat(admin.send("DELETE", at("1/" + bundle), java.net.http.HttpRequest.BodyPublishers.noBody())
                .isProblem(405, "method-not-allowed").header("Allow")).contains("GET, HEAD");
    }

    @Test
    void bundlesOfPublicModelsAreForEverybody() {
        String name = "/models/" + model + "-public";
        admin.with("X-Model-Visibility", "public").save(name, TinyModel.dense(1)).is(201);

        assertThat(stranger.get(name + "/1/bundle.zip").is(200).header("Cache-Control").orElseThrow()).startsWith("public");
        assertThat(stranger.get(name + "/1/artifacts.json").is(200).header("Access-Control-Allow-Origin")).isPresent();
    }

    static Map<String, byte[]> unzipped(byte[] archive) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    static byte[] joined(byte[]... parts) {
        var all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
