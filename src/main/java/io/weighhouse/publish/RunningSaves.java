package io.weighhouse.publish;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.database.UploadSessions;
import io.weighhouse.publish.meters.SaveMeters;
import io.weighhouse.storage.BlobStore;

/** The saves of this process. Their leases are renewed together, for as long as they run. */
@ApplicationScoped
class RunningSaves {

    private final UploadSessions sessions;
    private final BlobStore store;
    private final PublishSettings settings;
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();

    RunningSaves(UploadSessions sessions, BlobStore store, PublishSettings settings, SaveMeters meters) {
        this.sessions = sessions;
        this.store = store;
        this.settings = settings;
        meters.watch(running);
    }

    Uni<UploadSession> open(ModelName model, Actor actor, Optional<String> key) {
        Uni<UploadSessions.Opened> opening = key
                .map(given -> sessions.openUnderKey(given, model, actor, settings.lease()))
                .orElseGet(() -> sessions.open(model, actor, settings.lease())
                        .map(id -> new UploadSessions.Opened(id, false)));
        return opening.invoke(opened -> running.add(opened.id()))
                .map(opened -> new UploadSession(opened.id(), opened.repeated(), sessions, store));
    }

    void ended(UploadSession session) {
        running.remove(session.id());
    }

    @Scheduled(every = "{weighhouse.upload.lease-renewal}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> renewLeases() {
        return running.isEmpty() ? Uni.createFrom().voidItem() : sessions.renew(Set.copyOf(running), settings.lease());
    }
}
