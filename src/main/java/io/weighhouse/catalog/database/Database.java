package io.weighhouse.catalog.database;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/**
 * The one way to PostgreSQL. Work that has begun goes on when nobody waits for it any more (a cancelled acquisition would
 * leak its connection), work that lost a race is repeated, and what the database refuses, or does not answer in time, comes out
 * as a refusal.
 */
@ApplicationScoped
public class Database {

    private static final int ATTEMPTS = 5;

    private final Patience patience;
    private final Pool pool;

    Database(Vertx vertx, Pool pool, DatabaseSettings settings) {
        this.patience = new Patience(vertx, settings.answerTimeout());
        this.pool = pool;
    }

    /** Fails where PostgreSQL does not answer. */
    public Uni<Void> probe() {
        return inCall(() -> pool.query("select 1").execute()).replaceWithVoid();
    }

    /** Runs the work in one transaction, from its start once more where another transaction came first. */
    public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
        return patience.waitFor(shielded(() -> Panache.withTransaction(work))
                .onFailure(DatabaseFailure::isLostRace).retry().atMost(ATTEMPTS)
                .onFailure(Database::isForeign).transform(Database::translate));
    }

    /** Runs a single statement, or reads that need no common snapshot. */
    public <T> Uni<T> inSession(Supplier<Uni<T>> work) {
        return patience.waitFor(shielded(() -> Panache.withSession(work))
                .onFailure(Database::isForeign).transform(Database::translate));
    }

    /** Runs a statement that does not need the object mapping. */
    public <T> Uni<T> inCall(Supplier<Uni<T>> call) {
        return patience.waitFor(shielded(call)
                .onFailure(DatabaseFailure::isLostRace).retry().atMost(ATTEMPTS)
                .onFailure(failure -> isForeign(failure) && !DatabaseFailure.isOwn(failure))
                .transform(Database::translate));
    }

    private static <T> Uni<T> shielded(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> work.get().memoize().indefinitely());
    }

    private static boolean isForeign(Throwable failure) {
        return !(failure instanceof RegistryException);
    }

    private static RegistryException translate(Throwable failure) {
        return DatabaseFailure.isUnavailable(failure)
                ? ProblemType.DATABASE_UNAVAILABLE.because("The database does not answer; try again in a moment")
                        .causedBy(failure)
                : ProblemType.INTERNAL_ERROR.because("The database refused a statement").causedBy(failure);
    }
}
