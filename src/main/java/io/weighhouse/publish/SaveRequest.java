package io.weighhouse.publish;

import java.util.OptionalLong;

import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.SaveOptions;
import io.weighhouse.catalog.SessionRequest;

/**
 * What a save asks for, beside its body.
 *
 * @param announcedBytes length of the body, where the headers tell
 */
record SaveRequest(ModelName model, SaveOptions options, OptionalLong announcedBytes) {

    private static final long AROUND_PARTS = 16 << 10;

    /** The same for a model that is there. */
    SaveRequest toExistingModel() {
        return new SaveRequest(model, options.toExistingModel(), announcedBytes);
    }

    /**
     * As a session that wants to begin. Only the model file tells how much there is to be stored. Until it is read, half of a
     * body is taken for it, up to its limit: they are small beside their weights.
     */
    SessionRequest session(Actor actor, long mostModelFileBytes) {
        long announced = announcedBytes.orElse(0);
        long besideWeights = Math.min(announced / 2, mostModelFileBytes) + AROUND_PARTS;
        return new SessionRequest(model, actor, options.idempotencyKey(), Math.max(0, announced - besideWeights));
    }
}
