package io.weighhouse.catalog.api.keys;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.weighhouse.access.Grant;
import io.weighhouse.access.Grants;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.NamespaceName;
import io.weighhouse.catalog.api.exchange.JsonMembers;
import io.weighhouse.problem.RegistryException;

/** Permissions in a namespace as requests and answers show them. */
record GrantView(String namespace, List<String> permissions) {

    private static final int MOST = 100;

    static List<GrantView> of(Grants grants) {
        return grants.list().stream().map(grant -> new GrantView(grant.namespace(),
                grant.permissions().stream().map(Permission::text).toList())).toList();
    }

    /** The grants that a body asks for: at least one, each with at least one permission. */
    static Grants read(JsonMembers body) {
        List<JsonMembers> list = body.list("grants");
        if (list.isEmpty() || list.size() > MOST) {
            throw body.refusal("grants", "has 1 to " + MOST + " entries");
        }
        return new Grants(list.stream().map(GrantView::grant).toList());
    }

    private static Grant grant(JsonMembers members) {
        members.only(Set.of("namespace", "permissions"));
        Set<Permission> permissions = new LinkedHashSet<>();
        for (String name : members.texts("permissions")) {
            permissions.add(Permission.named(name).orElseThrow(() -> members.refusal("permissions",
                    "holds 'read', 'publish', 'promote', 'delete' or 'admin'")));
        }
        if (permissions.isEmpty()) {
            throw members.refusal("permissions", "names at least one permission");
        }
        return new Grant(namespace(members), permissions);
    }

    private static String namespace(JsonMembers members) {
        String name = members.text("namespace");
        try {
            return name.equals(Grant.EVERYWHERE) ? name : new NamespaceName(name).value();
        } catch (RegistryException invalid) {
            throw invalid.with("pointer", members.at() + "/namespace");
        }
    }
}
