package io.weighhouse.access.database;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.database.Database;

/** The one key for links that all replicas have in common. */
@ApplicationScoped
public class KeptSigningKey {

    private static final String KEEP = "insert into link_signing_key (secret) values ($1) on conflict (only_one) do nothing";
    private static final String FIND = "select secret from link_signing_key";

    private final Database database;
    private final Pool pool;

    KeptSigningKey(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** The secret that is kept; where there is none, the proposed one is kept from now on. */
    public Uni<byte[]> getOrKeep(byte[] proposed) {
        return database.inCall(() -> pool.preparedQuery(KEEP).execute(Tuple.of(Buffer.buffer(proposed)))
                .chain(() -> pool.preparedQuery(FIND).execute()))
                .map(rows -> rows.iterator().next().getBuffer("secret").getBytes());
    }
}
