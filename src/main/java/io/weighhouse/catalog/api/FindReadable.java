package io.weighhouse.catalog.api;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.Standing;
import io.weighhouse.catalog.Visibility;
import io.weighhouse.catalog.database.FindVersion;
import io.weighhouse.problem.ProblemType;

/** Leads a request to a version that its caller may read. */
@ApplicationScoped
public class FindReadable {

    private final Access access;
    private final FindVersion catalog;

    /** A version, and what others may keep of an answer about it. */
    public record Readable(PublishedVersion version, Visibility visibility, Ref ref) {
    }

    FindReadable(Access access, FindVersion catalog) {
        this.access = access;
        this.catalog = catalog;
    }

    /** The version that a segment of the URL names. */
    public Uni<Readable> find(ModelName model, String segment) {
        Ref ref = Ref.parse(segment).orElseThrow(() -> ProblemType.NOT_FOUND
                .because("'%s' names no version: a number, sha256-<64 hex digits> or @<alias> does", segment));
        return find(access.caller(), model, ref);
    }

    private Uni<Readable> find(Caller caller, ModelName model, Ref ref) {
        return catalog.standing(model, ref)
                .invoke(standing -> access.checkRead(caller, model, standing.map(Standing::visibility)))
                .map(Optional::orElseThrow)
                .chain(standing -> catalog.version(model, undeleted(model, standing))
                        .map(version -> new Readable(version, standing.visibility(), ref)));
    }

    private static long undeleted(ModelName model, Standing standing) {
        if (standing.deleted()) {
            throw ProblemType.DELETED.because("This version of %s was deleted", model);
        }
        return standing.version().orElseThrow(() -> ProblemType.NOT_FOUND
                .because("The model %s has no such version", model));
    }
}
