package io.weighhouse.catalog.database;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.Standing;
import io.weighhouse.catalog.Visibility;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** Finds what a URL names. Each question is one query on an index. */
@ApplicationScoped
public class FindVersion {

    private static final String STANDING = """
            select m.visibility, v.id, v.deletedAt is not null
            from ModelEntity m left join VersionEntity v on v.model = m and %s
            where m.namespace.name = ?1 and m.name = ?2 and (m.deletedAt is null or v.deletedAt is not null)""";
    private static final String BY_NUMBER = STANDING.formatted("v.number = ?3");
    private static final String LATEST = STANDING.formatted("""
            v.number = (select max(x.number) from VersionEntity x where x.model = m and x.deletedAt is null)""");
    private static final String BY_DIGEST = STANDING.formatted("""
            v.number = (select max(x.number) from VersionEntity x
                        where x.model = m and x.digest = ?3 and x.deletedAt is null)""");
    private static final String BY_ALIAS = STANDING.formatted("""
            v.number = (select a.version.number from AliasEntity a where a.model = m and a.name = ?3)""");
    private static final String DEFAULT = STANDING.formatted("""
            v.number = case when m.defaultRef = 'latest'
                then (select max(x.number) from VersionEntity x where x.model = m and x.deletedAt is null)
                else (select a.version.number from AliasEntity a where a.model = m and a.name = m.defaultRef) end""");

    private static final String MODEL_FILE_SIZE = "select octet_length(content)::bigint from model_file where id = $1";

    private final Database database;
    private final Pool pool;
    private final VersionRepository versions;

    FindVersion(Database database, Pool pool, VersionRepository versions) {
        this.database = database;
        this.pool = pool;
        this.versions = versions;
    }

    /** How model and version stand at this moment; empty where there is no such model. */
    public Uni<Optional<Standing>> standing(ModelName model, Ref ref) {
        return database.inSession(() -> query(model, ref).map(FindVersion::read));
    }

    private static Uni<List<Object[]>> query(ModelName model, Ref ref) {
        return Panache.getSession().chain(session -> {
            var query = session.createQuery(hql(ref), Object[].class)
                    .setParameter(1, model.namespace()).setParameter(2, model.name());
            if (ref instanceof Ref.Number number) {
                query.setParameter(3, number.number());
            } else if (ref instanceof Ref.ByDigest byDigest) {
                query.setParameter(3, byDigest.digest().hex());
            } else if (ref instanceof Ref.Alias alias) {
                query.setParameter(3, alias.alias());
            }
            return query.getResultList();
        });
    }

    private static String hql(Ref ref) {
        if (ref instanceof Ref.Number) {
            return BY_NUMBER;
        }
        if (ref instanceof Ref.ByDigest) {
            return BY_DIGEST;
        }
        if (ref instanceof Ref.Alias) {
            return BY_ALIAS;
        }
        return ref instanceof Ref.Latest ? LATEST : DEFAULT;
    }

    private static Optional<Standing> read(List<Object[]> rows) {
        return rows.stream().findFirst().map(row -> new Standing((Visibility) row[0],
                Optional.ofNullable((Long) row[1]), Boolean.TRUE.equals(row[2])));
    }

    /** The version of that id, with its files. Refused where it was deleted a moment ago. */
    public Uni<PublishedVersion> version(ModelName model, long id) {
        return database.inSession(() -> versions.withFiles(id)).map(version -> toVersion(model, version));
    }

    private static PublishedVersion toVersion(ModelName model, VersionEntity version) {
        if (version.deletedAt != null) {
            throw deleted();
        }
        return version.toVersion(model);
    }

    private static RegistryException deleted() {
        return ProblemType.DELETED.because("This version was deleted");
    }

    /** How many bytes a model file has. Refused where its last version was deleted a moment ago. */
    public Uni<Long> modelFileSize(long id) {
        return database.inCall(() -> pool.preparedQuery(MODEL_FILE_SIZE).execute(Tuple.of(id)))
                .map(rows -> rows.stream().findFirst().orElseThrow(FindVersion::deleted).getLong(0));
    }

    /** The bytes of a model file, as they were saved. Refused where its last version was deleted a moment ago. */
    public Uni<byte[]> modelFile(long id) {
        return database.inSession(() -> Panache.getSession().chain(session -> session
                .createQuery("select f.content from ModelFileEntity f where f.id = ?1", byte[].class)
                .setParameter(1, id).getSingleResultOrNull()))
                .onItem().ifNull().failWith(FindVersion::deleted);
    }
}
