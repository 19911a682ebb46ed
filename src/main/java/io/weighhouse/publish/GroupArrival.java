package io.weighhouse.publish;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.modelfile.GroupBytes;
import io.weighhouse.modelfile.ManifestGroup;
import io.weighhouse.modelfile.WeightsManifest;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.storage.Chunks;

/**
 * One manifest group while its shards arrive: counts them against what the manifest declares, and walks its tensors on
 * the way where the shards come in their order.
 */
final class GroupArrival {

    private static final int SHOWN_PATHS = 20;

    private final int index;
    private final WeightsManifest manifest;
    private final ManifestGroup group;
    private final OptionalLong declaredBytes;
    private final Map<String, Long> arrived = new HashMap<>();
    private GroupBytes walk;
    private long bytesArrived;
    private int walked;
    private boolean outOfOrder;

    GroupArrival(int index, WeightsManifest manifest) {
        this.index = index;
        this.manifest = manifest;
        this.group = manifest.groups().get(index);
        this.declaredBytes = group.declaredBytes();
        this.walk = GroupBytes.of(manifest, index);
    }

    /** Measures a shard; one that exceeds what its group has left, or as the last one leaves some of it, is refused. */
    Measure measure(String path) {
        long others = bytesArrived;
        long most = declaredBytes.isPresent() ? declaredBytes.getAsLong() - others : Long.MAX_VALUE >> 1;
        return new Measure(exactBytes(path).orElse(0), most, (bytes, exact) -> mismatch(others + bytes, exact));
    }

    /** The exact size of this shard, where it is the last of its group to arrive and the manifest tells. */
    OptionalLong exactBytes(String path) {
        return declaredBytes.isPresent() && isLast(path) ? OptionalLong.of(declaredBytes.getAsLong() - bytesArrived)
                : OptionalLong.empty();
    }

    /** Bytes of all shards as the manifest declares them, else of those that have come. */
    long expectedBytes() {
        return declaredBytes.orElse(bytesArrived);
    }

    /** Looks at a shard's bytes on their way, where they can be understood without those that are still to come. */
    Multi<Buffer> watch(String path, Multi<Buffer> content) {
        boolean next = !outOfOrder && group.paths().get(walked).equals(path);
        outOfOrder |= !next;
        walked++;
        return next ? content.invoke(chunk -> walk.accept(Chunks.view(chunk))) : content;
    }

    /** Takes note of a whole shard; refuses the group where it is complete and too short or too long. */
    void arrived(String path, long bytes) {
        boolean complete = isLast(path);
        arrived.put(path, bytes);
        bytesArrived += bytes;
        if (bytesArrived > declaredBytes.orElse(Long.MAX_VALUE) || complete && bytesArrived < declaredBytes.orElse(0)) {
            throw mismatch(bytesArrived, complete);
        }
    }

    /** Takes note of a shard that came before the model file. */
    void arrivedBefore(String path, long bytes) {
        outOfOrder = true;
        arrived(path, bytes);
    }

    /** Paths that are still missing; none where the group declares no bytes. */
    List<String> missing() {
        boolean empty = declaredBytes.isPresent() && declaredBytes.getAsLong() == 0;
        return empty ? List.of() : group.paths().stream().filter(path -> !arrived.containsKey(path)).toList();
    }

    /** Checks the tensors, where they were walked on the way; to be asked when all shards have arrived. */
    void finish() {
        if (!mustBeReadBack()) {
            walk.finish();
        }
    }

    /** Whether the bytes must be read once more, because the shards came in another order than that of their tensors. */
    boolean mustBeReadBack() {
        return outOfOrder && bytesArrived > 0;
    }

    /** 16 bytes a tensor; to be asked when the walk has come to its end. */
    byte[] fingerprints() {
        return walk.fingerprints();
    }

    ManifestGroup group() {
        return group;
    }

    /** A walk over the whole group from its beginning, which replaces the one that was given up. */
    GroupBytes walkAgain() {
        walk = GroupBytes.of(manifest, index);
        return walk;
    }

    /** Paths are known to be different, so counting tells. */
    private boolean isLast(String path) {
        return !arrived.containsKey(path) && arrived.size() == group.paths().size() - 1;
    }

    private RegistryException mismatch(long actual, boolean exact) {
        long expected = declaredBytes.orElseThrow();
        return ProblemType.WEIGHTS_SIZE_MISMATCH
                .because("The shards of /weightsManifest/%d have %s%d bytes, its weights declare %d", index,
                        exact ? "" : "at least ", actual, expected)
                .with("group", index)
                .with("paths", group.paths().stream().limit(SHOWN_PATHS).toList())
                .with("expectedBytes", expected)
                .with(exact ? "actualBytes" : "atLeastBytes", actual);
    }
}
