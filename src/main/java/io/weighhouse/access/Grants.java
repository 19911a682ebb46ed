package io.weighhouse.access;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.weighhouse.catalog.ReadScope;

/** All that a caller was granted. What is not granted is denied. */
public record Grants(List<Grant> list) {

    public static final Grants NONE = new Grants(List.of());
    public static final Grants EVERYTHING = everywhere(Permission.ADMIN);

    public Grants {
        list = List.copyOf(list);
    }

    static Grants everywhere(Permission... permissions) {
        return new Grants(List.of(new Grant(Grant.EVERYWHERE, Set.of(permissions))));
    }

    /** @param namespace a name, or {@value Grant#EVERYWHERE} for all of them */
    public boolean allow(Permission permission, String namespace) {
        return list.stream().anyMatch(grant -> grant.allows(permission, namespace));
    }

    /** Whether anything at all is granted there. */
    boolean touch(String namespace) {
        return list.stream().anyMatch(grant -> grant.covers(namespace) && !grant.permissions().isEmpty());
    }

    /** Whether these hold all that the others hold, and the right to hand it on. */
    public boolean mayGive(Grants others) {
        return others.list().stream().allMatch(grant -> allow(Permission.ADMIN, grant.namespace()));
    }

    /** The models that lists show beside the public ones. */
    ReadScope readScope() {
        return scope(Permission.READ);
    }

    /** What is in the namespaces where that is allowed, or everything. */
    public ReadScope scope(Permission permission) {
        return allow(permission, Grant.EVERYWHERE) ? ReadScope.EVERYTHING
                : ReadScope.namespaces(list.stream().map(Grant::namespace)
                        .filter(namespace -> allow(permission, namespace)).collect(Collectors.toSet()));
    }
}
