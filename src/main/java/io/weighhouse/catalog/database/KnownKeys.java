package io.weighhouse.catalog.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.KnownKey;

/** Which storage keys the database knows, for the reconciliation with what lies in the store. */
@ApplicationScoped
public class KnownKeys {

    /** A key of an area: 32 hex digits, a slash, hex digits. So every collation sorts keys as their bytes do. */
    private static final String PAGE = """
            select key, bytes from (
                (select storage_key as key, bytes from blob where storage_key > $1 order by storage_key limit $2)
                union all
                (select fingerprints_key, fingerprints_bytes from version where fingerprints_key > $1
                 order by fingerprints_key limit $2)
                union all
                (select storage_key, null from freed_blob where storage_key > $1 order by storage_key limit $2)) known
            order by key limit $2""";

    /** One statement, so that a save is seen before its publication, or after it, but not in between. */
    private static final String UNKNOWN = """
            select k from unnest($1::text[]) k
            where not exists (select from blob where storage_key = k)
            and not exists (select from version where fingerprints_key = k)
            and not exists (select from freed_blob where storage_key = k)
            and not exists (select from upload_session where id = split_part(k, '/', 1)::uuid)
            order by k""";

    private static final String NEEDED_BY = """
            select coalesce(p.place, 'no version') as place, coalesce(p.places, 1) as places
            from blob b left join lateral (
                select m.full_name || '/' || v.number || '/' || f.path as place, count(*) over () as places
                from version_file f join version v on v.id = f.version_id join model m on m.id = v.model_id
                where f.blob_id = b.id and v.deleted_at is null order by f.version_id limit $2) p on true
            where b.storage_key = $1
            union all
            select m.full_name || '/' || v.number || ' (fingerprints)', 1
            from version v join model m on m.id = v.model_id where v.fingerprints_key = $1""";
    private static final int PLACES_TOLD = 100;

    private final Database database;
    private final Pool pool;

    KnownKeys(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** The next keys after the given text, in their order; fewer than the limit at the end only. */
    public Uni<List<KnownKey>> page(String after, int limit) {
        return database.inCall(() -> pool.preparedQuery(PAGE).execute(Tuple.of(after, limit))).map(KnownKeys::read);
    }

    private static List<KnownKey> read(RowSet<Row> rows) {
        List<KnownKey> keys = new ArrayList<>();
        for (Row row : rows) {
            Long bytes = row.getLong("bytes");
            keys.add(new KnownKey(row.getString("key"), bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes)));
        }
        return keys;
    }

    /** Those of the keys that no row names and whose areas belong to no upload session. */
    public Uni<List<String>> unknownOf(Collection<String> keys) {
        return database
                .inCall(() -> pool.preparedQuery(UNKNOWN)
                        .execute(Tuple.tuple().addArrayOfString(keys.toArray(String[]::new))))
                .map(rows -> texts(rows, "k"));
    }

    /** What needs the blob, such as {@code vision/mnist/3/weights.bin}: a hundred places and the number of the others. */
    public Uni<List<String>> neededBy(String key) {
        return database.inCall(() -> pool.preparedQuery(NEEDED_BY).execute(Tuple.of(key, PLACES_TOLD)))
                .map(KnownKeys::places);
    }

    private static List<String> places(RowSet<Row> rows) {
        List<String> places = texts(rows, "place");
        long others = 0;
        for (Row row : rows) {
            others = Math.max(others, row.getLong("places") - PLACES_TOLD);
        }
        if (others > 0) {
            places.add("%d more".formatted(others));
        }
        return places;
    }

    private static List<String> texts(RowSet<Row> rows, String column) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.getString(column)));
        return texts;
    }
}
