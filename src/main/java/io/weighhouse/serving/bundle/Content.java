package io.weighhouse.serving.bundle;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.ByteRange;

/** Bytes whose number is known before they are made, and of which any range can be made without what lies before it. */
public interface Content {

    /** Number of bytes. */
    long length();

    /** The bytes of a range that lies inside, with back-pressure; nothing happens before it is subscribed to. */
    Multi<Buffer> read(ByteRange range);
}
