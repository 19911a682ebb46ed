package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.weighhouse.embedded.PostgresResource;

/** Readers that stop are cut off (row Q01), those that are slow are not; large model files cost bounded memory. */
@QuarkusTest
@TestProfile(CrowdedReaders.class)
class CrowdedReadersTest extends HttpSuite {

    private static final int MIB = 1 << 20;
    private static final int LARGE = 28 * MIB;
    private static final int STEPS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Vertx vertx;

    @Test
    void readersThatStopAreCutOffAndLetGoOfTheStore() throws Exception {
        byte[] weights = TinyModel.bytes(32 * MIB, 1);
        save(TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", weights.length / 4)))
                .with("w.bin", weights)).is(201);
        List<RawConnection> readers = new ArrayList<>();
        try {
            for (int reader = 0; reader < CrowdedReaders.CONNECTIONS_TO_THE_STORE; reader++) {
                readers.add(stalled("1/w.bin"));
            }
            Thread.sleep(Duration.ofSeconds(CrowdedReaders.SECONDS_FOR_STALLED_READERS + 2).toMillis());

            for (RawConnection reader : readers) {
                assertThat(reader.receiveAll(PATIENCE).length()).isLessThan(weights.length);
                assertThat(reader.isClosed()).isTrue();
            }
            eventually(() -> openBlobs() == 0);
            assertThat(admin.get(at("1/w.bin")).is(200).bytes()).isEqualTo(weights);
        } finally {
            for (RawConnection reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void aReaderOfHttp2ThatStopsLosesItsStreamAndItsConnectionGoesOn() throws Exception {
        byte[] weights = TinyModel.bytes(8 * MIB, 1);
        save(TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", weights.length / 4)))
                .with("w.bin", weights)).is(201);
        var client = vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false).setHttp2MaxPoolSize(1));
        try {
            var lost = new CompletableFuture<Throwable>();
            CompletableFuture<HttpConnection> first = new CompletableFuture<>();
            client.request(get(at("1/w.bin"))).compose(request -> {
                request.exceptionHandler(lost::complete);
                first.complete(request.connection());
                return request.send();
            }).onSuccess(response -> response.pause().exceptionHandler(lost::complete));

            assertThat(lost.get(CrowdedReaders.SECONDS_FOR_STALLED_READERS + 10, TimeUnit.SECONDS))
                    .isInstanceOf(StreamResetException.class);
            var another = client.request(get(at("1/model.json"))).compose(request -> request.send()
                    .compose(
                            response -> response.body().map(ignored -> Map.entry(request.connection(), response.statusCode()))))
                    .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(another).isEqualTo(Map.entry(first.get(), 200));
        } finally {
            client.close();
        }
    }

    private RequestOptions get(String path) {
        return new RequestOptions().setMethod(HttpMethod.GET).setHost(base.getHost()).setPort(base.getPort()).setURI(path)
                .putHeader("Authorization", "Bearer " + PostgresResource.ADMIN_KEY);
    }

    @Test
    void aSlowButSteadyReaderGetsEverything() throws Exception {
        int size = 3 * MIB;
        save(TinyModel.of(TinyModel.modelFile("\"userDefinedMetadata\":{\"text\":\"" + "a".repeat(size)
                + "\"},\"weightsManifest\":" + TinyModel.manifest("w.bin", size / 4)))
                .with("w.bin", TinyModel.bytes(size, 1))).is(201);

        List<Future<Long>> readers = new ArrayList<>();
        for (HttpVersion version : List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)) {
            for (String file : List.of("1/w.bin", "1/bundle.zip", "1/model.json")) {
                readers.add(slowly(at(file), version));
            }
        }

        for (Future<Long> reader : readers) {
            assertThat(reader.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(size);
        }
    }

    /** Takes the answer in steps, over more time than a reader may stop, and tells how many bytes came. */
    private Future<Long> slowly(String path, HttpVersion version) {
        var client = vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false).setReceiveBufferSize(64 << 10).setMaxChunkSize(8 << 10));
        var received = new AtomicLong();
        return client.request(get(path))
                .compose(request -> request.send())
                .compose(response -> readInSteps(response, received))
                .map(ignored -> received.get())
                .onComplete(ignored -> client.close()).toCompletionStage().toCompletableFuture();
    }

    private io.vertx.core.Future<Void> readInSteps(HttpClientResponse response, AtomicLong received) {
        long total = Long.parseLong(response.getHeader("Content-Length"));
        long[] wanted = { 0 };
        response.handler(chunk -> received.addAndGet(chunk.length())).pause();
        long timer = vertx.setPeriodic(CrowdedReaders.SECONDS_FOR_STALLED_READERS * 1500L / STEPS, tick -> {
            wanted[0] += total / STEPS;
            if (received.get() <= wanted[0]) {
                response.fetch(3);
            }
        });
        return response.end().onComplete(ignored -> vertx.cancelTimer(timer));
    }

    @Test
    void whoeverLoadsOneLargeModelFileSharesIt() throws Exception {
        byte[] modelFile = large(1);
        save(TinyModel.of(modelFile).with("model.weights.bin", TinyModel.bytes(40, 1))).is(201);

        assertThat(atOnce(8, reader -> at("1/model.json"))).allSatisfy(answer -> assertThat(answer.is(200).bytes())
                .isEqualTo(modelFile));
        try (RawConnection holding = stalled("1/model.json")) {
            assertThat(atOnce(4, reader -> at("1/model.json")))
                    .allSatisfy(answer -> assertThat(answer.is(200).bytes()).hasSize(modelFile.length));
            holding.reset();
        }
    }

    @Test
    void loadsOfManyLargeModelFilesWaitForMemoryAndAreRefusedWhereThereIsNone() throws Exception {
        for (int version = 1; version <= 3; version++) {
            save(TinyModel.of(large(version)).with("model.weights.bin", TinyModel.bytes(40, version))).is(201);
        }
        try (RawConnection holding = stalled("1/model.json")) {
            Answer refused = admin.get(at("2/model.json")).isProblem(503, "overloaded");
            assertThat(refused.header("Retry-After")).isPresent();
            assertThat(admin.get(at("2/model.weights.bin")).is(200).bytes()).isEqualTo(TinyModel.bytes(40, 2));

            Future<Answer> waiting = Executors.newSingleThreadExecutor().submit(() -> admin.get(at("2/model.json")));
            Thread.sleep(300);
            holding.reset();

            assertThat(waiting.get(20, TimeUnit.SECONDS).is(200).bytes()).isEqualTo(large(2));
        }
        assertThat(atOnce(9, reader -> at(1 + reader % 3 + "/model.json")))
                .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 503));
        for (int version = 1; version <= 3; version++) {
            assertThat(admin.get(at(version + "/model.json")).is(200).bytes()).isEqualTo(large(version));
        }
    }

    /** A reader who takes the first bytes and then no more. */
    private RawConnection stalled(String file) throws IOException {
        RawConnection reader = new RawConnection(base).send("GET " + at(file) + " HTTP/1.1\r\nHost: registry\r\n"
                + "Authorization: Bearer " + PostgresResource.ADMIN_KEY + "\r\n\r\n");
        assertThat(reader.receiveSome(PATIENCE)).startsWith("HTTP/1.1 200 OK");
        return reader;
    }

    private List<Answer> atOnce(int readers, IntFunction<String> path) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(readers);
        try {
            List<Future<Answer>> answers = IntStream.range(0, readers)
                    .mapToObj(reader -> clients.submit(() -> admin.get(path.apply(reader)))).toList();
            List<Answer> all = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            clients.shutdownNow();
        }
    }

    /** A model file of 28 MiB, most of it a long text. */
    private static byte[] large(int seed) {
        String text = (seed + " is not much to say. ").repeat(LARGE / 20).substring(0, LARGE);
        return TinyModel.modelFile("\"userDefinedMetadata\":{\"text\":\"" + text + "\"},\"weightsManifest\":"
                + TinyModel.manifest("./model.weights.bin", 10)).getBytes(StandardCharsets.UTF_8);
    }

    /** Files of the folder's store that this process has open; the S3 store has none. */
    private static long openBlobs() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(CrowdedReadersTest::isBlob).count();
        }
    }

    private static boolean isBlob(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("/blobs/");
        } catch (IOException closed) {
            return false;
        }
    }
}
