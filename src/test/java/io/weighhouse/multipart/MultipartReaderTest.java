package io.weighhouse.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.multipart.Parsed.Part;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** How form parts come out of a body, and which bodies are refused. */
class MultipartReaderTest {

    private static RegistryException refusal(String body) {
        return refusal(body, Parsed.LIMITS);
    }

    private static RegistryException refusal(String body, MultipartLimits limits) {
        return catchThrowableOfType(RegistryException.class, () -> Parsed.read(chunk(body), limits));
    }

    private static Multi<Buffer> chunk(String body) {
        return Multi.createFrom().item(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String part(String disposition) {
        return "--xYz7\r\nContent-Disposition: " + disposition + "\r\n\r\ncontent\r\n--xYz7--";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "multipart/form-data; boundary=abc|abc", "Multipart/Form-Data;BOUNDARY=abc|abc",
            "multipart/form-data; charset=utf-8; boundary=\"a b'()+_,-./:=?\"|a b'()+_,-./:=?",
            "multipart/form-data; x=\"boundary=no\"; boundary=yes|yes" })
    void boundariesAreFoundAmongTheParameters(String contentType, String boundary) {
        assertThat(Boundary.of(contentType).text()).isEqualTo(boundary);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "multipart/form-data|MALFORMED_MULTIPART", "multipart/form-data; boundary=|MALFORMED_MULTIPART",
            "multipart/form-data; boundary=\"\"|MALFORMED_MULTIPART", "multipart/form-data; boundary=ä|MALFORMED_MULTIPART",
            "multipart/mixed; boundary=a|UNSUPPORTED_MEDIA_TYPE", "multipart/form-dataX; boundary=a|UNSUPPORTED_MEDIA_TYPE",
            "application/json|UNSUPPORTED_MEDIA_TYPE", "|UNSUPPORTED_MEDIA_TYPE" })
    void otherContentTypesAreRefused(String contentType, ProblemType type) {
        RegistryException refusal = catchThrowableOfType(RegistryException.class, () -> Boundary.of(contentType));

        assertThat(refusal.type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "form-data; name=\"a\"; filename=\"b.bin\"|b.bin", "form-data; name=a|a", "form-data; filename=b.bin; name=a|b.bin",
            "FORM-DATA; NAME=\"a\"|a",
            "form-data; name=\"a;b\"; filename=\"x=y;z\"|x=y;z", "form-data; name=\"ä\"|ä" })
    void partsAreNamedByFilenameElseByField(String disposition, String name) {
        assertThat(Parsed.read(chunk(part(disposition)))).singleElement()
                .satisfies(part -> assertThat(part.name()).isEqualTo(name));
    }

    @Test
    void escapesOfBrowsersAndCurlAreUndone() {
        assertThat(Parsed.read(chunk(part("form-data; name=\"a%22b%0D%0Ac\"")))).extracting(Part::name)
                .containsExactly("a\"b\r\nc");
        assertThat(Parsed.read(chunk(part("form-data; name=\"a\\\"b\\\\c\"")))).extracting(Part::name)
                .containsExactly("a\"b\\c");
    }

    @ParameterizedTest
    @ValueSource(strings = { "attachment; name=\"a\"", "form-data", "form-data; x=y", "form-data; name=\"a", "",
            "form-data; name=\"a\"; name=\"b\"", "form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
            "form-data; name=\"a\"\r\nno header", "form-data; name=\"a\"\r\n folded", "form-data; name=\"a\"\r\nX: 1\r\nx: 2" })
    void partsThatSayNotWhatTheyAreAreRefused(String disposition) {
        assertThat(refusal(part(disposition)).type()).isEqualTo(ProblemType.MALFORMED_MULTIPART);
    }

    @Test
    void preamblePaddingAndEpilogueAreDropped() {
        String body = "hello\r\n--xYz7 \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--xYz7--\r\nbye";

        assertThat(Parsed.read(chunk(body))).singleElement()
                .satisfies(part -> assertThat(part.content()).isEqualTo("1".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void bodiesWithBareLineFeedsAreNoMultipart() {
        assertThat(refusal("--xYz7\nContent-Disposition: form-data; name=a\n\n1\n--xYz7--\n").type())
                .isEqualTo(ProblemType.UPLOAD_TRUNCATED);
    }

    @Test
    void whatPassesALimitIsRefusedWithTheLimit() {
        var limits = new MultipartLimits(2, 3, 200, 100, 2000);
        String three = "--xYz7\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n".repeat(3) + "--xYz7--";

        assertThat(refusal(three, limits)).satisfies(refused -> {
            assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_PARTS);
            assertThat(refused.members()).containsEntry("limit", 2);
        });
        assertThat(refusal(part("form-data; name=" + "a".repeat(300)), limits).type())
                .isEqualTo(ProblemType.PART_HEADERS_TOO_LARGE);
        assertThat(refusal(part("form-data; name=a\r\nA: 1\r\nB: 2\r\nC: 3"), limits).type())
                .isEqualTo(ProblemType.PART_HEADERS_TOO_LARGE);
        assertThat(refusal("x".repeat(200) + "\r\n" + part("form-data; name=a"), limits).type())
                .isEqualTo(ProblemType.MALFORMED_MULTIPART);
        assertThat(refusal(part("form-data; name=a") + "x".repeat(200), limits).type())
                .isEqualTo(ProblemType.MALFORMED_MULTIPART);
        assertThat(refusal("x".repeat(2001), limits).type()).isEqualTo(ProblemType.TOO_LARGE);
    }

    @Test
    void aMillionPartsInOneBufferCostNeitherStackNorHeap() {
        String part = "--xYz7\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n";
        var body = Buffer.buffer(part.repeat(1_000_000));
        long before = usedHeap();

        RegistryException refused = catchThrowableOfType(RegistryException.class,
                () -> Parsed.read(Multi.createFrom().item(body)));

        assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_PARTS);
        assertThat(usedHeap() - before).isLessThan(16 << 20);
        var many = new MultipartLimits(1_000_000, 32, 16 << 10, 64 << 10, 1L << 30);
        assertThat(
                Parsed.read(Multi.createFrom().items(body.slice(0, part.length() * 300_000), Buffer.buffer("--xYz7--")), many))
                .hasSize(300_000);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void asksForOneBufferAtATimeAndOnlyWhenSomebodyAsks() {
        byte[] body = Parsed.body(new Part("a", new byte[1000]), new Part("b", new byte[1000]));
        var outstanding = new AtomicLong();
        var most = new AtomicLong();
        Multi<Buffer> source = Parsed.cut(body, IntStream.range(1, 200).map(at -> at * 10).boxed().toList())
                .onRequest().invoke(more -> most.accumulateAndGet(outstanding.addAndGet(more), Math::max))
                .onItem().invoke(outstanding::decrementAndGet);

        AssertSubscriber<FormPart> parts = MultipartReader.read(Parsed.BOUNDARY, Parsed.LIMITS, source)
                .subscribe().withSubscriber(AssertSubscriber.create(0));
        assertThat(most).hasValue(0);
        parts.request(1);
        parts.assertItems(parts.getItems().toArray(FormPart[]::new)).assertNotTerminated();
        assertThat(parts.getItems()).hasSize(1);
        parts.request(1);
        assertThat(parts.getItems()).hasSize(1);
        AssertSubscriber<Buffer> content = parts.getItems().get(0).content()
                .subscribe().withSubscriber(AssertSubscriber.create(3));
        assertThat(content.getItems()).hasSize(3);
        content.request(Long.MAX_VALUE).awaitCompletion();

        assertThat(parts.getItems()).hasSize(2);
        assertThat(most).hasValue(1);
    }

    @Test
    void cancelledContentsArePassedOver() {
        byte[] body = Parsed.body(new Part("a", new byte[100_000]), new Part("b", new byte[] { 7 }));
        List<Part> read = new ArrayList<>();

        MultipartReader.read(Parsed.BOUNDARY, Parsed.LIMITS, Parsed.cut(body, List.of(500, 50_000)))
                .onItem().transformToUniAndConcatenate(part -> part.content().collect().first()
                        .invoke(first -> read.add(new Part(part.name(), first.getBytes()))))
                .collect().asList().await().indefinitely();

        assertThat(read).extracting(Part::name).containsExactly("a", "b");
        assertThat(read.get(1).content()).containsExactly(7);
    }

    @Test
    void aFailureOfTheBodyReachesWhoeverReads() {
        var gone = new IOException("gone");
        byte[] body = Parsed.body(new Part("a", new byte[100]));
        Multi<Buffer> broken = Multi.createBy().concatenating().streams(
                Multi.createFrom().item(Buffer.buffer(body).slice(0, 100)), Multi.createFrom().failure(gone));

        AssertSubscriber<Buffer> content = AssertSubscriber.create(Long.MAX_VALUE);
        AssertSubscriber<FormPart> parts = MultipartReader.read(Parsed.BOUNDARY, Parsed.LIMITS, broken)
                .onItem().invoke(part -> part.content().subscribe().withSubscriber(content))
                .subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

        assertThat(content.getFailure()).isSameAs(gone);
        assertThat(parts.getFailure()).isSameAs(gone);
    }
}
