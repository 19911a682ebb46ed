package io.weighhouse.catalog.database;

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

/** Models and versions with what people say of them, as a transaction sees them that holds the model's lock. */
final class Details {

    private static final String MODEL = """
            select m.description, m.labels, m.visibility, m.default_ref, m.keep, m.created_at, m.updated_at,
                   (select max(v.number) from version v where v.model_id = m.id and v.deleted_at is null) as latest,
                   (select count(*) from version v where v.model_id = m.id and v.deleted_at is null)::int as versions
            from model m where m.id = $1""";
    private static final String VERSION = """
            select v.id, v.number, v.digest, v.format, v.generated_by, v.model_file_id, v.model_file_digest, v.topology_bytes,
                   v.weight_specs_bytes, v.weight_bytes, v.created_at, v.created_by, v.description, v.labels
            from version v where v.id = $1""";
    private static final String FILES = """
            select f.path, f.role, b.bytes, b.digest, b.storage_key, b.crc32
            from version_file f left join blob b on b.id = f.blob_id where f.version_id = $1 order by f.position""";
    private static final String ALIASES = "select a.name from alias a where a.version_id = $1 order by a.name";

    private Details() {
    }

    static Uni<ModelDetails> ofModel(SqlClient transaction, ModelName name, Long id) {
        return transaction.preparedQuery(MODEL).execute(Tuple.of(id)).map(rows -> model(name, rows.iterator().next()));
    }

    private static ModelDetails model(ModelName name, Row row) {
        return new ModelDetails(name, text(row, "description"), labels(row),
                Visibility.valueOf(row.getString("visibility")), row.getString("default_ref"), number(row, "keep"),
                number(row, "latest"), row.getInteger("versions"), row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    static Uni<VersionDetails> ofVersion(SqlClient transaction, ModelName model, Long id) {
        return transaction.preparedQuery(VERSION).execute(Tuple.of(id))
                .chain(rows -> files(transaction, id)
                        .chain(files -> aliases(transaction, id)
                                .map(aliases -> version(model, rows.iterator().next(), files, aliases))));
    }

    private static VersionDetails version(ModelName model, Row row, List<VersionFile> files, List<String> aliases) {
        var version = new PublishedVersion(row.getLong("id"), model, row.getInteger("number"),
                new Digest(row.getString("digest")), text(row, "format"), row.getLong("model_file_id"),
                new Digest(row.getString("model_file_digest")), row.getLong("topology_bytes"),
                row.getLong("weight_specs_bytes"), row.getLong("weight_bytes"),
                row.getOffsetDateTime("created_at").toInstant(), files);
        return new VersionDetails(version, labels(row), text(row, "description"), row.getString("created_by"),
                text(row, "generated_by"), aliases);
    }

    private static Uni<List<VersionFile>> files(SqlClient transaction, Long version) {
        return list(transaction, FILES, version, Details::file);
    }

    private static VersionFile file(Row row) {
        Optional<String> key = text(row, "storage_key");
        OptionalLong crc32 = row.getLong("crc32") == null ? OptionalLong.empty() : OptionalLong.of(row.getLong("crc32"));
        FileRole role = FileRole.valueOf(row.getString("role"));
        return key.isEmpty() ? new VersionFile(row.getString("path"), role, 0, Digest.of(""), key, crc32)
                : new VersionFile(row.getString("path"), role, row.getLong("bytes"), new Digest(row.getString("digest")), key,
                        crc32);
    }

    /** Names of the aliases that stand at a version. */
    static Uni<List<String>> aliases(SqlClient transaction, Long version) {
        return list(transaction, ALIASES, version, row -> row.getString("name"));
    }

    private static <T> Uni<List<T>> list(SqlClient transaction, String sql, Long id, Function<Row, T> reader) {
        return transaction.preparedQuery(sql).execute(Tuple.of(id))
                .map(rows -> rows.stream().map(reader).collect(Collectors.toList()));
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
