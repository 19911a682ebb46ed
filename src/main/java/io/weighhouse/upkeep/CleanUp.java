package io.weighhouse.upkeep;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.database.Retention;
import io.weighhouse.catalog.database.UploadSessions;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.UploadArea;

/**
 * Deletes what nothing refers to: the areas of saves whose process died, versions beyond what their model keeps, freed blobs.
 * Runs on every replica at once; a claim in the database gives each piece of work to one of them, and ends by itself where
 * that one dies too.
 */
@ApplicationScoped
public class CleanUp {

    private static final Logger LOG = Logger.getLogger(CleanUp.class);
    private static final int TURNS_OF_A_CLAIM = 10;

    private final UploadSessions sessions;
    private final Retention retention;
    private final BlobStore store;
    private final ForgetOld old;
    private final DeleteFreed freed;
    private final Duration claim;

    CleanUp(UploadSessions sessions, Retention retention, BlobStore store, ForgetOld old, DeleteFreed freed,
            UpkeepSettings settings) {
        this.sessions = sessions;
        this.retention = retention;
        this.store = store;
        this.old = old;
        this.freed = freed;
        this.claim = settings.every().multipliedBy(TURNS_OF_A_CLAIM);
    }

    @Scheduled(every = "{weighhouse.upkeep.every}", delayed = "{weighhouse.upkeep.delay}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> scheduled() {
        return run().onFailure().invoke(failure -> LOG.warnf("Clean-up stopped and goes on at its next turn: %s", failure))
                .onFailure().recoverWithNull();
    }

    /** Deletes all that can be deleted now. */
    public Uni<Void> run() {
        return discardAbandoned().chain(sessions::forgetOldKeys).chain(old::forget).chain(this::retain)
                .chain(() -> freed.delete(claim));
    }

    private Uni<Void> discardAbandoned() {
        return Multi.createBy().repeating().uni(() -> sessions.claimAbandoned(claim))
                .whilst(claimed -> claimed.isPresent())
                .select().where(claimed -> claimed.isPresent())
                .onItem().transformToUniAndConcatenate(claimed -> discard(claimed.orElseThrow()))
                .onItem().ignoreAsUni();
    }

    private Uni<Void> discard(UUID session) {
        return store.clear(new UploadArea(session))
                .chain(() -> sessions.forget(session))
                .invoke(() -> LOG.infof("Discarded the upload session %s, whose lease had run out", session));
    }

    private Uni<Void> retain() {
        var after = new AtomicLong();
        return Multi.createBy().repeating().uni(() -> retention.applyToNext(after.get()))
                .whilst(model -> model.isPresent())
                .invoke(model -> model.ifPresent(after::set))
                .onItem().ignoreAsUni();
    }
}
