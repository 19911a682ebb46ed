package io.weighhouse.multipart;

import java.util.Optional;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * One part of a multipart body. Its content must be read to its end, or cancelled, before the next part comes.
 *
 * @param name the filename, or the field's name where there is none: a client's text
 * @param content can be subscribed to once
 */
public record FormPart(String name, Optional<String> contentType, Multi<Buffer> content) {
}
