package io.weighhouse.catalog.database;

import io.vertx.core.json.JsonObject;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** What the function {@code check_quota} raises, as a refusal. */
final class QuotaRefusal {

    static final String STATE = "WH005";

    private QuotaRefusal() {
    }

    static boolean is(Throwable failure) {
        return DatabaseFailure.isOwn(failure) && DatabaseFailure.own(failure).equals(STATE);
    }

    static RegistryException of(Throwable failure) {
        JsonObject facts = new JsonObject(DatabaseFailure.detail(failure));
        String quota = facts.getString("quota");
        long limit = facts.getLong("limit");
        long reserved = facts.getLong("reserved");
        return ProblemType.QUOTA_EXCEEDED
                .because(
                        "The namespace may hold %d %s; it holds %d, running saves have reserved %d, and this one needs %d more",
                        limit, quota, facts.getLong("used"), reserved, facts.getLong("wanted"))
                .with("quota", quota)
                .with("limit", limit)
                .with("used", facts.getLong("used"))
                .with("reserved", reserved)
                .with("wanted", facts.getLong("wanted"));
    }
}
