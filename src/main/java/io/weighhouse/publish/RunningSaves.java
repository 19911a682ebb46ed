package io.weighhouse.publish;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.database.UploadSessions;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.publish.meters.SaveMeters;
import io.weighhouse.storage.BlobStore;

/** The saves of this process. Their leases are renewed together, for as long as they run. */
@ApplicationScoped
class RunningSaves {

    private final UploadSessions sessions;
    private final BlobStore store;
    private final PublishSettings settings;
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger places = new AtomicInteger();

    RunningSaves(UploadSessions sessions, BlobStore store, PublishSettings settings, SaveMeters meters) {
        this.sessions = sessions;
        this.store = store;
        this.settings = settings;
        meters.watch(running);
    }

    /** Refused where there are too many already, and where the namespace has no room for one more. */
    Uni<UploadSession> open(SaveRequest save, Actor actor) {
        return Uni.createFrom().deferred(() -> {
            takePlace();
            return sessions.open(save.session(actor, settings.maxModelFileSize().asLongValue()), settings.lease())
                    .onFailure().invoke(places::decrementAndGet);
        }).invoke(opened -> running.add(opened.id()))
                .map(opened -> new UploadSession(opened, save.announcedBytes(), sessions, store));
    }

    private void takePlace() {
        if (places.incrementAndGet() > settings.maxConcurrent()) {
            places.decrementAndGet();
            throw ProblemType.OVERLOADED.because("This server takes %d saves at a time; save again in a moment",
                    settings.maxConcurrent()).with("limit", settings.maxConcurrent());
        }
    }

    boolean areOver() {
        return running.isEmpty();
    }

    void ended(UploadSession session) {
        running.remove(session.id());
        places.decrementAndGet();
    }

    @Scheduled(every = "{weighhouse.upload.lease-renewal}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> renewLeases() {
        return running.isEmpty() ? Uni.createFrom().voidItem() : sessions.renew(Set.copyOf(running), settings.lease());
    }
}
