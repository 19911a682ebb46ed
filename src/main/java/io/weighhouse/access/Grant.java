package io.weighhouse.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Permissions in one namespace, or in all of them.
 *
 * @param namespace a name, or {@value #EVERYWHERE}
 */
public record Grant(String namespace, Set<Permission> permissions) {

    public static final String EVERYWHERE = "*";

    public Grant {
        permissions = Collections.unmodifiableSet(permissions.isEmpty() ? EnumSet.noneOf(Permission.class)
                : EnumSet.copyOf(permissions));
    }

    boolean allows(Permission permission, String wanted) {
        return covers(wanted) && (permissions.contains(permission) || permissions.contains(Permission.ADMIN));
    }

    boolean covers(String wanted) {
        return namespace.equals(EVERYWHERE) || namespace.equals(wanted);
    }
}
