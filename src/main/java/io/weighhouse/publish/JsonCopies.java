package io.weighhouse.publish;

import java.util.Optional;
import java.util.function.Function;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * Copies of files that may turn out to be the model file. That is a JSON file of any name, as long as it stays the only one
 * and no model.json comes; so never more than one is kept.
 */
final class JsonCopies {

    /** A file that passed on its way to the store. */
    record Copy(String path, Buffer bytes) {
    }

    private final long most;
    private final Function<String, RuntimeException> tooLarge;
    private Copy copy;
    private String onlyOneIsTooLarge;
    private int seen;

    /** @param tooLarge the refusal of a model file at that path that has more than {@code most} bytes */
    JsonCopies(long most, Function<String, RuntimeException> tooLarge) {
        this.most = most;
        this.tooLarge = tooLarge;
    }

    Multi<Buffer> copy(String path, Multi<Buffer> content) {
        if (!path.endsWith(".json")) {
            return content;
        }
        seen++;
        onlyOneIsTooLarge = null;
        copy = seen == 1 ? new Copy(path, Buffer.buffer()) : null;
        return copy == null ? content : content.invoke(this::append);
    }

    private void append(Buffer chunk) {
        if (copy != null && copy.bytes().length() + (long) chunk.length() > most) {
            onlyOneIsTooLarge = copy.path();
            copy = null;
        } else if (copy != null) {
            copy.bytes().appendBuffer(chunk);
        }
    }

    /** The only JSON file of the save; empty where there are none or several, refused where it is too large a model file. */
    Optional<Copy> only() {
        if (onlyOneIsTooLarge != null) {
            throw tooLarge.apply(onlyOneIsTooLarge);
        }
        return Optional.ofNullable(copy);
    }

    /** The model file has come by its name. */
    void drop() {
        copy = null;
    }
}
