package io.weighhouse.catalog.database;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** Upload sessions as rows. All times are the database's, so that replicas need no common clock. */
@ApplicationScoped
class UploadSessionRepository implements PanacheRepositoryBase<UploadSessionEntity, UUID> {

    private static final String UNTIL = "now() + make_interval(secs => ?1)";

    Uni<Void> renew(Set<UUID> ids, Duration lease) {
        return Panache.getSession().chain(session -> session
                .createNativeQuery("update upload_session set lease_until = " + UNTIL + " where id in (?2) and not abandoned")
                .setParameter(1, seconds(lease)).setParameter(2, ids)
                .executeUpdate()).replaceWithVoid();
    }

    /** Takes one session whose lease ran out, for as long as the claim lasts; a null item where there is none. */
    Uni<UUID> claimAbandoned(Duration claim) {
        return Panache.getSession().chain(session -> session
                .createNativeQuery("update upload_session set abandoned = true, lease_until = " + UNTIL + """
                         where id = (select id from upload_session where lease_until < now()
                                     order by lease_until limit 1 for update skip locked)
                        returning id""", UUID.class)
                .setParameter(1, seconds(claim))
                .getSingleResultOrNull());
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
