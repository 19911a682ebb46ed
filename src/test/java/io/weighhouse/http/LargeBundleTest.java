package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.weighhouse.catalog.Digest;

/** Bundles that do not lie ready, and such as are refused for their size. */
@QuarkusTest
@TestProfile(ShortPatience.class)
class LargeBundleTest extends HttpSuite {

    private static final int MIB = 1 << 20;

    private final byte[] first = TinyModel.bytes(3 * MIB - 5, 1);
    private final byte[] second = TinyModel.bytes(2 * MIB + 5, 2);

    private static String modelFile(int bytes) {
        return TinyModel.modelFile("\"weightsManifest\":[{\"paths\":[\"a.bin\",\"b.bin\"],"
                + "\"weights\":[{\"name\":\"w\",\"shape\":[" + bytes / 4 + "],\"dtype\":\"float32\"}]}]");
    }

    private void saveOne() {
        save(TinyModel.of(modelFile(5 * MIB)).with("a.bin", first).with("b.bin", second)).is(201);
    }

    @Test
    void largeArtifactsAreStreamedAsTheyAre() {
        saveOne();

        Answer answer = admin.get(at("1/artifacts.json"), "Accept-Encoding", "gzip").is(200);

        assertThat(Base64.getDecoder().decode(answer.json().getString("weightData")))
                .isEqualTo(BundleTest.joined(first, second));
        assertThat(answer.header("Content-Length")).contains(String.valueOf(answer.bytes().length));
        assertThat(answer.header("Content-Encoding")).isEmpty();
        assertThat(answer.header("ETag")).contains('"' + Digest.of(answer.bytes()).ref() + '"');
        assertThat(admin.get(at("1/artifacts.json"), "Accept-Encoding", "gzip", "If-None-Match",
                answer.header("ETag").orElseThrow()).isEmpty(304).header("ETag")).isEqualTo(answer.header("ETag"));
        assertThat(admin.get(at("1/artifacts.json"), "Range", "bytes=4000001-4100000").is(206).bytes())
                .isEqualTo(Arrays.copyOfRange(answer.bytes(), 4_000_001, 4_100_001));
    }

    @Test
    void aLargeArchiveIsWholeInEveryRange() throws Exception {
        saveOne();
        byte[] whole = admin.get(at("1/bundle.zip")).is(200).bytes();

        assertThat(BundleTest.unzipped(whole)).containsEntry("a.bin", first).containsEntry("b.bin", second);
        for (int from : new int[] { 0, 500, MIB, 3 * MIB - 10, 4 * MIB + 1, whole.length - 1 }) {
            assertThat(admin.get(at("1/bundle.zip"), "Range", "bytes=" + from + "-" + (from + MIB)).is(206).bytes())
                    .isEqualTo(Arrays.copyOfRange(whole, from, Math.min(whole.length, from + MIB + 1)));
        }
    }

    @Test
    void artifactsOfMoreWeightsThanTheLimitAreRefused() {
        save(TinyModel.of(modelFile(6 * MIB + 4)).with("a.bin", new byte[6 * MIB]).with("b.bin", new byte[4])).is(201);

        Answer refused = admin.get(at("1/artifacts.json")).isProblem(413, "too-large");

        assertThat(refused.json().getLong("limit")).isEqualTo(6L * MIB);
        assertThat(refused.json().getLong("bytes")).isEqualTo(6L * MIB + 4);
        admin.head(at("1/artifacts.json")).isEmpty(413);
        admin.get(at("1/bundle.zip"), "Range", "bytes=0-3").is(206);
    }
}
