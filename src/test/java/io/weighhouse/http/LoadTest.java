package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.catalog.Digest;

/** What a load is given, at each of its addresses. */
@QuarkusTest
class LoadTest extends HttpSuite {

    private static final String LABELS = "[\"cat\",\"dog\"]";
    private static final String IMMUTABLE = "max-age=31536000, immutable";

    private final String modelFile = TinyModel.modelFile("\"weightsManifest\":[{\"paths\":[\"./a.bin\",\"sub/b.bin\"],"
            + "\"weights\":[{\"name\":\"w\",\"shape\":[100],\"dtype\":\"float32\"}]}]");
    private final byte[] first = TinyModel.bytes(150, 1);
    private final byte[] second = TinyModel.bytes(250, 2);
    private String digest;

    @BeforeEach
    void saveOne() {
        digest = save(TinyModel.of(modelFile).with("a.bin", first).with("sub/b.bin", second)
                .with("labels.json", LABELS.getBytes(StandardCharsets.UTF_8))
                .with("read-me.txt", "hello".getBytes(StandardCharsets.UTF_8)))
                .is(201).json().getString("digest");
    }

    @Test
    void numberAndDigestGiveTheModelFileAsItWasSaved() {
        for (String ref : List.of("1", digest)) {
            Answer answer = admin.get(at(ref + "/model.json")).is(200);

            assertThat(answer.text()).isEqualTo(modelFile);
            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(answer.header("Cache-Control")).contains("private, " + IMMUTABLE);
            assertThat(answer.header("Vary").orElseThrow()).containsIgnoringCase("Accept-Encoding");
        }
    }

    @ParameterizedTest
    @CsvSource({ "model.json,1/", "@latest/model.json,../1/", "%40latest/model.json,../1/" })
    void whatMovesLeadsItsPathsToTheNumberedVersion(String url, String prefix) {
        Answer answer = admin.get(at(url)).is(200);

        assertThat(answer.text()).isEqualTo(modelFile.replace("\"./a.bin\"", "\"" + prefix + "a.bin\"")
                .replace("\"sub/b.bin\"", "\"" + prefix + "sub/b.bin\""));
        assertThat(answer.header("Cache-Control")).contains("no-cache");
        assertThat(answer.header("ETag")).contains('"' + Digest.of(answer.bytes()).ref() + '"');
        assertThat(admin.get(base.resolve(at(url)).resolve(prefix + "sub/b.bin").getPath()).is(200).bytes()).isEqualTo(second);
    }

    @Test
    void theTutorialsAddressesLeadToTheSame() {
        String name = model.substring(model.indexOf('/') + 1);
        admin.save("/models/default/" + name, TinyModel.dense(1)).is(201);
        admin.save("/models/default/model", TinyModel.dense(2)).is(201);

        for (String path : List.of("/download/model.json", "/download/" + name + "/model.json",
                "/download/" + model + "/model.json")) {
            Answer answer = admin.get(path).is(200);

            String shard = answer.text().replaceAll("(?s).*\"paths\":\\[\"([^\"]*)\".*", "$1");
            assertThat(shard).startsWith("../");
            admin.get(base.resolve(path).resolve(shard).getPath()).is(200);
        }
    }

    @Test
    void aLoadNeverMixesVersionsThoughOneIsPublishedBetweenItsRequests() {
        save(TinyModel.dense(1)).is(201);
        String before = admin.get(at("model.json")).is(200).text();

        save(TinyModel.dense(2)).is(201);

        String shard = before.replaceAll("(?s).*\"paths\":\\[\"([^\"]*)\".*", "$1");
        assertThat(admin.get(at(shard)).is(200).bytes()).isEqualTo(TinyModel.dense(1).content(1));
        assertThat(admin.get(at("model.json")).is(200).text()).contains("\"3/model.weights.bin\"");
    }

    @Test
    void shardsAreServedOnlyBelowWhatNeverMoves() {
        for (String ref : List.of("1", digest)) {
            Answer shard = admin.get(at(ref + "/a.bin")).is(200);

            assertThat(shard.bytes()).isEqualTo(first);
            assertThat(shard.header("Content-Type")).contains("application/octet-stream");
            assertThat(shard.header("Content-Length")).contains("150");
            assertThat(shard.header("ETag")).contains('"' + Digest.of(first).ref() + '"');
            assertThat(shard.header("Repr-Digest")).contains(Digest.of(first).reprDigest());
            assertThat(shard.header("Vary")).isEmpty();
        }
        admin.get(at("@latest/a.bin")).isEmpty(404);
        admin.get(at("a.bin")).isEmpty(404);
    }

    @ParameterizedTest
    @ValueSource(strings = { "1/labels.json", "@latest/labels.json", "labels.json" })
    void extraFilesAreServedEverywhere(String url) {
        Answer answer = admin.get(at(url)).is(200);

        assertThat(answer.text()).isEqualTo(LABELS);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(admin.get(at(url.replace("labels.json", "read-me.txt"))).is(200).header("Content-Type").orElseThrow())
                .startsWith("text/plain");
    }

    @Test
    void unknownQueryParametersAreIgnored() {
        admin.get(at("1/model.json?tfjs-format=file")).is(200);
        assertThat(admin.get(at("1/a.bin?tfjs-format=file&x=%F0")).is(200).bytes()).isEqualTo(first);
    }

    @Test
    void aTrailingSlashNamesTheSame() {
        admin.get(at("model.json/")).is(200);
        admin.get(at("1/model.json/")).is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "1/model.json", "model.json", "1/labels.json" })
    void jsonIsCompressedForThoseWhoLikeIt(String url) throws IOException {
        Answer plain = admin.get(at(url)).is(200);

        Answer gzipped = admin.get(at(url), "Accept-Encoding", "br, gzip;q=0.5").is(200);

        assertThat(gzipped.header("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzipped.bytes())).readAllBytes()).isEqualTo(plain.bytes());
        assertThat(gzipped.header("Content-Length")).contains(String.valueOf(gzipped.bytes().length));
        assertThat(gzipped.header("Repr-Digest")).contains(Digest.of(gzipped.bytes()).reprDigest());
        String tag = plain.header("ETag").orElseThrow();
        String gzipTag = tag.substring(0, tag.length() - 1) + "-gzip\"";
        assertThat(gzipped.header("ETag")).contains(gzipTag);
        for (String known : List.of(tag, gzipTag, "W/" + tag, "\"other\", " + gzipTag, "*")) {
            Answer answer = admin.get(at(url), "If-None-Match", known).isEmpty(304);
            assertThat(answer.header("ETag")).contains(tag);
            assertThat(answer.header("Cache-Control")).isEqualTo(plain.header("Cache-Control"));
        }
        assertThat(admin.get(at(url), "Accept-Encoding", "gzip;q=0, identity").header("Content-Encoding")).isEmpty();
        assertThat(admin.get(at(url), "Accept-Encoding", "gzip", "Range", "bytes=0-3").is(206).bytes())
                .isEqualTo(Arrays.copyOf(plain.bytes(), 4));
        assertThat(admin.get(at("1/a.bin"), "Accept-Encoding", "gzip").header("Content-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "1/model.json", "model.json", "1/a.bin", "1/labels.json" })
    void headHasTheHeadersOfGet(String url) {
        for (String encoding : List.of("identity", "gzip")) {
            Answer get = admin.get(at(url), "Accept-Encoding", encoding).is(200);

            Answer head = admin.head(at(url), "Accept-Encoding", encoding).isEmpty(200);

            assertThat(head.response().headers().map()).isEqualTo(get.response().headers().map());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "bytes=0-0|0|0", "bytes=149-|149|149", "bytes=-1|149|149", "bytes=10-19|10|19",
            "bytes=100-9999|100|149", "bytes=-9999|0|149", "BYTES=0-1|0|1" })
    void oneRangeIsAnsweredWithThatPart(String range, int from, int to) {
        Answer answer = admin.get(at("1/a.bin"), "Range", range).is(206);

        assertThat(answer.bytes()).isEqualTo(Arrays.copyOfRange(first, from, to + 1));
        assertThat(answer.header("Content-Range")).contains("bytes " + from + "-" + to + "/150");
        assertThat(answer.header("Content-Length")).contains(String.valueOf(to - from + 1));
        assertThat(answer.header("Repr-Digest")).contains(Digest.of(first).reprDigest());
    }

    @ParameterizedTest
    @ValueSource(strings = { "bytes=150-", "bytes=150-160", "bytes=-0", "bytes=999999999999999999-" })
    void aRangeOutsideTheFileIsRefused(String range) {
        Answer answer = admin.get(at("1/a.bin"), "Range", range).isEmpty(416);

        assertThat(answer.header("Content-Range")).contains("bytes */150");
        assertThat(admin.get(at("1/model.json"), "Range", "bytes=100000-").isProblem(416, "range-not-satisfiable")
                .header("Content-Range")).contains("bytes */" + modelFile.length());
    }

    @Test
    void validatorsAndRefusedRangesAreAnsweredWithoutTheStore() throws Exception {
        save(TinyModel.dense(80_801)).is(201);
        String hideOrShow = "update blob set storage_key = translate(storage_key, '01', '10')";
        update(hideOrShow);
        try {
            Answer head = admin.head(at("2/model.weights.bin")).isEmpty(200);

            admin.get(at("2/model.weights.bin"), "If-None-Match", head.header("ETag").orElseThrow()).isEmpty(304);
            admin.get(at("2/model.weights.bin"), "Range", "bytes=40-").isEmpty(416);
            admin.get(at("2/model.weights.bin")).isEmpty(503);
        } finally {
            update(hideOrShow);
        }
    }

    @Test
    void severalRangesAndUnreadableOnesGiveTheWhole() {
        String thousand = "bytes=" + IntStream.range(0, 1000).mapToObj(at -> at + "-" + at).collect(Collectors.joining(","));
        for (String range : List.of("bytes=0-1,3-4", thousand, "bytes=5-1", "bytes=a-b", "bytes=-", "items=0-1", "bytes=--1")) {
            assertThat(admin.get(at("1/a.bin"), "Range", range).is(200).bytes()).isEqualTo(first);
        }
    }

    @Test
    void ifRangeHoldsForTheSameBytesOnly() {
        String tag = '"' + Digest.of(first).ref() + '"';

        admin.get(at("1/a.bin"), "Range", "bytes=0-1", "If-Range", tag).is(206);
        admin.get(at("1/a.bin"), "Range", "bytes=0-1", "If-Range", "W/" + tag).is(200);
        admin.get(at("1/a.bin"), "Range", "bytes=0-1", "If-Range", "\"sha256-other\"").is(200);
        admin.get(at("1/a.bin"), "Range", "bytes=0-1", "If-Range", "Mon, 23 Nov 2026 00:00:00 GMT").is(200);
    }

    @Test
    void errorsOnShardsHaveNoBodyErrorsElsewhereAreProblems() {
        for (String file : List.of("1/nope.bin", "7/a.bin", "@nope/a.bin", "sha256-" + "0".repeat(64) + "/a.bin", "1",
                "0/a.bin",
                "1/..a", "x/y")) {
            admin.get(at(file)).isEmpty(404);
        }
        for (String file : List.of("7/model.json", "0/model.json", "@nope/model.json",
                "sha256-" + "0".repeat(64) + "/model.json",
                "99999999999/model.json", "x/model.json")) {
            admin.get(at(file)).isProblem(404, "not-found");
        }
        admin.get("/models/suite/absent/model.json").isProblem(404, "not-found");
        admin.get("/models").isProblem(404, "not-found");
        admin.get("/nothing/here").isProblem(404, "not-found");
        admin.get("/api/v1/nothing").isProblem(404, "not-found");
    }

    @Test
    void aPrivateModelAnswersStrangersLikeAnAbsentOne() {
        for (String file : List.of("model.json", "1/model.json", "@latest/model.json", "7/model.json")) {
            Answer hidden = stranger.get(at(file)).isProblem(401, "unauthenticated");
            Answer absent = stranger.get("/models/suite/absent/" + file).isProblem(401, "unauthenticated");

            assertThat(hidden.header("WWW-Authenticate")).contains("Bearer");
            assertThat(hidden.text().replace(model, "suite/absent")).isEqualTo(absent.text());
            assertThat(hidden.response().headers().map().keySet()).isEqualTo(absent.response().headers().map().keySet());
        }
        stranger.get(at("1/a.bin")).isEmpty(401);
        stranger.get(at("labels.json")).isEmpty(401);
        stranger.with("Authorization", "Bearer wh_wrong-key-0123456789012345").get(at("1/a.bin")).isEmpty(401);
    }

    @Test
    void aPublicModelNeedsNoCredentialsButNeverTakesWrongOnes() {
        String name = "/models/" + model + "-public";
        admin.with("X-Model-Visibility", "public").save(name, TinyModel.dense(1)).is(201);

        assertThat(stranger.get(name + "/1/model.json").is(200).header("Cache-Control")).contains("public, " + IMMUTABLE);
        stranger.get(name + "/1/model.weights.bin").is(200);
        stranger.get(name + "/model.json").is(200);
        stranger.with("X-API-Key", "wh_wrong-key-0123456789012345").get(name + "/model.json")
                .isProblem(401, "unauthenticated");
    }
}
