package io.weighhouse.storage.s3;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.StorageKey;

/**
 * One PutObject whose body is a stream. It is never repeated. When the content fails or the caller goes, the connection is
 * closed in the middle of the body, by which the store knows that it has no whole object.
 */
interface SinglePut {

    /** @param length more than 0, and what {@code content} is sure to have unless it fails */
    Uni<Void> send(StorageKey key, long length, Multi<Buffer> content);
}
