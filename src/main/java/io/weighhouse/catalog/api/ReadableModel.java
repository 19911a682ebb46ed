package io.weighhouse.catalog.api;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.Standing;
import io.weighhouse.catalog.database.FindVersion;

/** Lets readers of a model pass; to all others it does not exist. */
@ApplicationScoped
public class ReadableModel {

    private final Access access;
    private final FindVersion versions;

    ReadableModel(Access access, FindVersion versions) {
        this.access = access;
        this.versions = versions;
    }

    public Uni<Void> check(ModelName model) {
        Caller caller = access.caller();
        return versions.standing(model, new Ref.Latest())
                .invoke(standing -> access.checkRead(caller, model, standing.map(Standing::visibility)))
                .replaceWithVoid();
    }
}
