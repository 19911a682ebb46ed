package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.weighhouse.catalog.Digest;

/**
 * The same bytes are saved, deleted and cleaned up all at once, by many, in models that share them: nothing may be lost while
 * a version refers to it, nothing may be left afterwards. 500 cycles, or as many as {@code -Dsoak.cycles} says.
 */
@QuarkusTest
class SoakIT extends HttpSuite {

    private static final int CYCLES = Integer.getInteger("soak.cycles", 500);
    private static final int WORKERS = 6;
    private static final int CONTENTS = 3;

    private final AtomicInteger cycles = new AtomicInteger();
    private final AtomicBoolean working = new AtomicBoolean(true);

    @Test
    void losesNothingAndLeavesNothing() throws Throwable {
        ExecutorService pool = Executors.newFixedThreadPool(WORKERS + 1);
        Future<Integer> cleaner = pool.submit(this::cleanAgainAndAgain);
        List<Future<?>> workers = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            int number = worker;
            workers.add(pool.submit(() -> work("soak/worker-" + number, new Random(number))));
        }

        for (Future<?> worker : workers) {
            worker.get();
        }
        working.set(false);
        assertThat(cleaner.get()).isPositive();
        pool.shutdown();

        VertxContextSupport.subscribeAndAwait(cleanUp::run);
        assertThat(cycles.get()).isGreaterThanOrEqualTo(CYCLES);
        assertThat(count("select count(*) from blob b join namespace n on n.id = b.namespace_id where n.name = 'soak'"))
                .isZero();
        assertThat(count("select count(*) from model_file f join namespace n on n.id = f.namespace_id where n.name = 'soak'"))
                .isZero();
    }

    /** One cycle: a save, a load that must be whole, a deletion of the version or of the whole model. */
    private void work(String name, Random random) {
        while (cycles.getAndIncrement() < CYCLES) {
            TinyModel tiny = content(random.nextInt(CONTENTS));
            int version = admin.save("/models/" + name, tiny).is(201).json().getInt("version");
            String folder = "/models/" + name + "/" + version + "/";
            assertThat(Digest.of(admin.get(folder + "model.json").is(200).bytes())).isEqualTo(Digest.of(tiny.content(0)));
            assertThat(Digest.of(admin.get(folder + "model.weights.bin").is(200).bytes()))
                    .isEqualTo(Digest.of(tiny.content(1)));
            assertThat(Digest.of(admin.get(folder + "labels.bin").is(200).bytes())).isEqualTo(Digest.of(tiny.content(2)));
            String target = "/api/v1/models/" + name + (random.nextInt(4) == 0 ? "" : "/versions/" + version);
            admin.send("DELETE", target, BodyPublishers.noBody()).is(200);
            admin.get(folder + "model.json").isProblem(410, "deleted");
        }
    }

    /** A save makes its namespace again, or keeps it: it never ends up in one that is not there. */
    @Test
    void aNamespaceIsNotDeletedUnderASave() throws Exception {
        String name = model.substring(model.indexOf('/') + 1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        Future<?> deleter = pool.submit(() -> {
            while (working.get()) {
                assertThat(admin.send("DELETE", "/api/v1/namespaces/" + name, BodyPublishers.noBody()).status())
                        .isIn(200, 404, 409);
            }
        });

        for (int round = 1; round <= 50; round++) {
            assertThat(admin.save("/models/" + name + "/a", TinyModel.dense(round)).is(201).json().getInt("version"))
                    .isEqualTo(round);
            admin.get("/models/" + name + "/a/" + round + "/model.weights.bin").is(200);
            admin.get("/api/v1/namespaces/" + name).is(200);
            admin.send("DELETE", "/api/v1/models/" + name + "/a", BodyPublishers.noBody()).is(200);
        }

        working.set(false);
        deleter.get();
        pool.shutdown();
    }

    private int cleanAgainAndAgain() throws Exception {
        int runs = 0;
        while (working.get()) {
            try {
                VertxContextSupport.subscribeAndAwait(cleanUp::run);
            } catch (Throwable failure) {
                throw new IllegalStateException(failure);
            }
            runs++;
        }
        return runs;
    }

    /** Contents that share a file with each other, large enough not to be served from memory. */
    private static TinyModel content(int number) {
        int elements = 100_000;
        return TinyModel.of(TinyModel.modelFile("\"content\":" + number % 2 + ",\"weightsManifest\":"
                + TinyModel.manifest("model.weights.bin", elements)))
                .with("model.weights.bin", TinyModel.bytes(4 * elements, number))
                .with("labels.bin", TinyModel.bytes(1000, number / 2));
    }
}
