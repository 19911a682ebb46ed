package io.weighhouse.catalog.database;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Digest;
import io.weighhouse.catalog.FileRole;
import io.weighhouse.catalog.Labels;
import io.weighhouse.catalog.ModelDetails;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.VersionDetails;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.catalog.Visibility;

/** Models and versions with what people say of them. Before a change they are read under the model's lock. */
final class Details {

    private static final String MODEL = """
            select m.id, m.full_name, m.description, m.labels, m.visibility, m.default_ref, m.keep, m.created_at, m.updated_at,
                   (select max(v.number) from version v where v.model_id = m.id and v.deleted_at is null) as latest,
                   (select count(*) from version v where v.model_id = m.id and v.deleted_at is null)::int as versions
            from unnest($1::bigint[]) with ordinality as wanted(id, position) join model m on m.id = wanted.id
            order by wanted.position""";
    private static final String VERSION = """
            select v.id, v.number, v.digest, v.format, v.generated_by, v.model_file_id, v.model_file_digest, v.topology_bytes,
                   v.weight_specs_bytes, v.weight_bytes, v.created_at, v.created_by, v.description, v.labels
            from version v where v.id = any($1) order by v.number desc""";
    private static final String FILES = """
            select f.version_id, f.path, f.role, b.bytes, b.digest, b.storage_key, b.crc32
            from version_file f left join blob b on b.id = f.blob_id where f.version_id = any($1)
            order by f.version_id, f.position""";
    private static final String ALIASES = "select a.version_id, a.name from alias a where a.version_id = any($1) "
            + "order by a.name";

    private Details() {
    }

    static Uni<ModelDetails> ofModel(SqlClient client, Long id) {
        return ofModels(client, List.of(id)).map(models -> models.get(0).model());
    }

    /** Several models, in the order of their ids here. */
    static Uni<List<FindModels.Found>> ofModels(SqlClient client, List<Long> ids) {
        return client.preparedQuery(MODEL).execute(Tuple.of(ids.toArray(Long[]::new)))
                .map(rows -> rows.stream().map(Details::model).toList());
    }

    private static FindModels.Found model(Row row) {
        Instant updatedAt = row.getOffsetDateTime("updated_at").toInstant();
        var details = new ModelDetails(ModelName.parse(row.getString("full_name")), text(row, "description"), labels(row),
                Visibility.valueOf(row.getString("visibility")), row.getString("default_ref"), number(row, "keep"),
                number(row, "latest"), row.getInteger("versions"), row.getOffsetDateTime("created_at").toInstant(), updatedAt);
        return new FindModels.Found(details, new FindModels.Place(updatedAt, row.getLong("id")));
    }

    static Uni<VersionDetails> ofVersion(SqlClient transaction, ModelName model, Long id) {
        return ofVersions(transaction, model, List.of(id)).map(versions -> versions.get(0));
    }

    /** Several versions of a model, the newest first. */
    static Uni<List<VersionDetails>> ofVersions(SqlClient client, ModelName model, List<Long> ids) {
        Tuple these = Tuple.of(ids.toArray(Long[]::new));
        return client.preparedQuery(VERSION).execute(these)
                .chain(rows -> files(client, these).chain(files -> aliases(client, these)
                        .map(aliases -> rows.stream().map(row -> version(model, row, files, aliases)).toList())));
    }

    private static VersionDetails version(ModelName model, Row row, Map<Long, List<VersionFile>> files,
            Map<Long, List<String>> aliases) {
        Long id = row.getLong("id");
        var version = new PublishedVersion(id, model, row.getInteger("number"),
                new Digest(row.getString("digest")), text(row, "format"), row.getLong("model_file_id"),
                new Digest(row.getString("model_file_digest")), row.getLong("topology_bytes"),
                row.getLong("weight_specs_bytes"), row.getLong("weight_bytes"),
                row.getOffsetDateTime("created_at").toInstant(), files.getOrDefault(id, List.of()));
        return new VersionDetails(version, labels(row), text(row, "description"), row.getString("created_by"),
                text(row, "generated_by"), aliases.getOrDefault(id, List.of()));
    }

    private static Uni<Map<Long, List<VersionFile>>> files(SqlClient client, Tuple versions) {
        return byVersion(client, FILES, versions, Details::file);
    }

    private static VersionFile file(Row row) {
        Optional<String> key = text(row, "storage_key");
        OptionalLong crc32 = row.getLong("crc32") == null ? OptionalLong.empty() : OptionalLong.of(row.getLong("crc32"));
        FileRole role = FileRole.valueOf(row.getString("role"));
        return key.isEmpty() ? new VersionFile(row.getString("path"), role, 0, Digest.of(""), key, crc32)
                : new VersionFile(row.getString("path"), role, row.getLong("bytes"), new Digest(row.getString("digest")), key,
                        crc32);
    }

    /** Names of the aliases that stand at each version. */
    private static Uni<Map<Long, List<String>>> aliases(SqlClient client, Tuple versions) {
        return byVersion(client, ALIASES, versions, row -> row.getString("name"));
    }

    private static <T> Uni<Map<Long, List<T>>> byVersion(SqlClient client, String sql, Tuple versions,
            Function<Row, T> reader) {
        return client.preparedQuery(sql).execute(versions).map(rows -> rows.stream().collect(
                Collectors.groupingBy(row -> row.getLong("version_id"), Collectors.mapping(reader, Collectors.toList()))));
    }

    private static Labels labels(Row row) {
        return Labels.of(row.getJsonObject("labels").stream()
                .collect(Collectors.toMap(Map.Entry::getKey, label -> (String) label.getValue())));
    }

    /** How labels are written into a row. */
    static JsonObject json(Labels labels) {
        return new JsonObject(new LinkedHashMap<>(labels.values()));
    }

    private static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    private static OptionalInt number(Row row, String column) {
        Integer number = row.getInteger(column);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
