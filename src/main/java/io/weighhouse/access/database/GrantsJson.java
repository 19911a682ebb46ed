package io.weighhouse.access.database;

import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weighhouse.access.Grant;
import io.weighhouse.access.Grants;
import io.weighhouse.access.Permission;

/** Grants as a column. */
final class GrantsJson {

    private GrantsJson() {
    }

    static JsonArray write(Grants grants) {
        JsonArray column = new JsonArray();
        grants.list().forEach(grant -> column.add(new JsonObject().put("namespace", grant.namespace())
                .put("permissions", new JsonArray(grant.permissions().stream().map(Permission::text).toList()))));
        return column;
    }

    static Grants read(JsonArray column) {
        return new Grants(column.stream().map(JsonObject.class::cast)
                .map(grant -> new Grant(grant.getString("namespace"), permissions(grant.getJsonArray("permissions"))))
                .toList());
    }

    /** A permission of a later release is none here. */
    private static Set<Permission> permissions(JsonArray names) {
        return names.stream().map(String.class::cast).flatMap(name -> Permission.named(name).stream())
                .collect(Collectors.toSet());
    }
}
