package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/**
 * A database that takes statements and does not answer: requests are refused within a bounded time, and when it answers again
 * the
 * registry goes on by itself, with no connection lost (row Q04).
 */
@QuarkusTest
@TestProfile(ImpatientWithNeighbours.class)
class FrozenDatabaseTest extends HttpSuite {

    private static final int REQUESTS = 40;
    private static final Duration BOUND = Duration.ofSeconds(15);

    @Test
    void requestsAreRefusedInTimeAndServedAgainAfterwards() throws Exception {
        save(TinyModel.dense(1)).is(201);
        try (Connection connection = database.getConnection(); Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("lock table model, namespace, upload_session in access exclusive mode");

            long before = System.nanoTime();
            List<Answer> answers = atOnce();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(BOUND);
            assertThat(answers).allSatisfy(answer -> {
                answer.isProblem(503, "database-unavailable");
                assertThat(answer.header("Retry-After")).isPresent();
            });
            connection.rollback();
        }

        eventually(() -> admin.get(at("model.json")).status() == 200);
        assertThat(atOnce()).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 201));
    }

    /** Saves and loads together, more than there are connections. */
    private List<Answer> atOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(REQUESTS);
        try {
            List<Future<Answer>> running = new ArrayList<>();
            for (int request = 0; request < REQUESTS; request++) {
                int seed = request;
                running.add(clients.submit(() -> seed % 2 == 0 ? save(TinyModel.dense(seed)) : admin.get(at("model.json"))));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : running) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            clients.shutdownNow();
        }
    }
}
