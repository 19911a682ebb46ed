package io.weighhouse.publish.refusals;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.weighhouse.access.Caller;
import io.weighhouse.catalog.RefusedSave;
import io.weighhouse.catalog.database.RefusedSaves;

/**
 * Writes refusals down behind the backs of those who were refused: nobody waits for it, and where it fails nobody is told. One
 * statement at a time, and a pause after each, so that a flood of refused saves is no flood of writes.
 */
@ApplicationScoped
class NoteRefusals {

    private static final Logger LOG = Logger.getLogger(NoteRefusals.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_CHARACTERS_OF_DETAIL = 4096;

    private final NotedRefusals noted = new NotedRefusals();
    private final RefusedSaves refusals;
    private final Vertx vertx;

    NoteRefusals(RefusedSaves refusals, Vertx vertx) {
        this.refusals = refusals;
        this.vertx = vertx;
    }

    void note(Caller caller, Buffer problem) {
        noted.add(RefusedSave.of(caller.name(), Instant.now().truncatedTo(ChronoUnit.MILLIS), bounded(problem).toString()));
        writeNext();
    }

    private void writeNext() {
        List<RefusedSave> taken = noted.take();
        if (!taken.isEmpty()) {
            vertx.getOrCreateContext().runOnContext(ignored -> refusals.add(taken).subscribe().with(done -> pause(),
                    failure -> {
                        LOG.debug("Refused saves were not written down", failure);
                        pause();
                    }));
        }
    }

    private void pause() {
        vertx.setTimer(PAUSE.toMillis(), ignored -> {
            noted.written();
            writeNext();
        });
    }

    /** Without its facts, where they are too many to be kept. */
    private static Buffer bounded(Buffer problem) {
        if (problem.length() <= MOST_BYTES) {
            return problem;
        }
        JsonObject whole = problem.toJsonObject();
        String detail = whole.getString("detail");
        return new JsonObject().put("type", whole.getString("type")).put("title", whole.getString("title"))
                .put("status", whole.getInteger("status"))
                .put("detail", detail.substring(0, Math.min(detail.length(), MOST_CHARACTERS_OF_DETAIL)))
                .put("instance", whole.getString("instance")).put("shortened", true).toBuffer();
    }
}
