package io.weighhouse.multipart;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;

/**
 * Reads a multipart body as a stream of form parts, whose contents are streams again. Asks the body for one buffer at a time
 * and only when somebody asks here; holds one buffer at most; hands on slices of it. To be used on one thread at a time.
 */
public final class MultipartReader extends AbstractMulti<FormPart> {

    private final Boundary boundary;
    private final MultipartLimits limits;
    private final Multi<Buffer> body;

    private MultipartReader(Boundary boundary, MultipartLimits limits, Multi<Buffer> body) {
        this.boundary = boundary;
        this.limits = limits;
        this.body = body;
    }

    /**
     * The form parts of the body, in their order. Fails with a {@link io.weighhouse.problem.RegistryException} where the body
     * breaks a rule or a limit: a part that is being read fails first, then the stream of parts.
     */
    public static Multi<FormPart> read(Boundary boundary, MultipartLimits limits, Multi<Buffer> body) {
        return new MultipartReader(boundary, limits, body);
    }

    @Override
    public void subscribe(MultiSubscriber<? super FormPart> subscriber) {
        body.subscribe(new BodyParser(boundary, limits, subscriber));
    }
}
