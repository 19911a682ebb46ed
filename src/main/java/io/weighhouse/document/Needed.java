package io.weighhouse.document;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.MethodInfo;

import io.weighhouse.access.Needs;
import io.weighhouse.access.NeedsNothing;
import io.weighhouse.access.Permission;
import io.weighhouse.problem.ProblemType;

/**
 * What follows from the needs that a route states: how its callers make themselves known, and what its gate may answer.
 *
 * @param open to everybody; nobody is asked who they are
 * @param readsPublicly whether callers may go without credentials, since it reads what may be public
 * @param takesLinks whether a link in the URL is a credential
 * @param withoutBody whether its refusals have none, as at the URLs of shards
 */
record Needed(boolean open, boolean readsPublicly, boolean takesLinks, boolean withoutBody, Set<ProblemType> refusals) {

    static Needed of(MethodInfo route, String path) {
        AnnotationInstance needs = route.annotation(Needs.class);
        boolean open = route.hasAnnotation(NeedsNothing.class);
        boolean reads = needs != null && needs.value().asEnum().equals(Permission.READ.name());
        return new Needed(open, reads, needs != null && isSet(needs.value("orLink")), path.endsWith("{file}"),
                refusals(open, needs != null, reads, path));
    }

    private static boolean isSet(AnnotationValue flag) {
        return flag != null && flag.asBoolean();
    }

    private static Set<ProblemType> refusals(boolean open, boolean permission, boolean reads, String path) {
        Set<ProblemType> refusals = EnumSet.of(ProblemType.INTERNAL_ERROR, ProblemType.HEADERS_TOO_LARGE,
                ProblemType.FORBIDDEN);
        if (!open) {
            refusals.addAll(Set.of(ProblemType.AMBIGUOUS_CREDENTIALS, ProblemType.UNAUTHENTICATED, ProblemType.RATE_LIMITED,
                    ProblemType.DATABASE_UNAVAILABLE, ProblemType.ISSUER_UNAVAILABLE));
        }
        boolean model = path.contains("{model}");
        boolean namespace = path.contains("{namespace}");
        if (model || namespace) {
            refusals.add(ProblemType.INVALID_NAME);
        }
        if (permission && !reads) {
            refusals.add(ProblemType.FORBIDDEN);
        }
        // who may not know of a model is told that there is none
        if (model || namespace && reads) {
            refusals.add(ProblemType.NOT_FOUND);
        }
        return refusals;
    }

    List<SecurityRequirement> security() {
        if (open) {
            return List.of();
        }
        List<SecurityRequirement> any = new ArrayList<>();
        if (readsPublicly) {
            any.add(OASFactory.createSecurityRequirement());
        }
        any.add(OASFactory.createSecurityRequirement().addScheme("bearer"));
        any.add(OASFactory.createSecurityRequirement().addScheme("key"));
        if (takesLinks) {
            any.add(OASFactory.createSecurityRequirement().addScheme("link"));
        }
        return any;
    }
}
