package io.weighhouse.modelfile;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/**
 * Holds the bytes of one manifest group, as they pass in the order of its paths, against the bytes that its weights declare.
 * Takes a fingerprint of each tensor on the way; how the bytes are cut into chunks makes no difference. Not thread-safe.
 */
public final class GroupBytes {

    private static final int MAX_PATHS = 20;
    private static final int PREFIX = Integer.BYTES;

    /** What one tensor declares: some bytes of any content, or some strings. */
    private record Run(long bytes, long strings) {
    }

    private final int index;
    private final ManifestGroup group;
    private final Deque<Run> runs;
    private final TensorFingerprints fingerprints;
    /** Bytes of the current tensor, or of its current string, that may pass whatever they are. */
    private long left;
    /** Strings of the current run whose length was not read to its end. */
    private long strings;
    private int prefixRead;
    private long prefix;
    private long seen;

    private GroupBytes(int index, ManifestGroup group) {
        this.index = index;
        this.group = group;
        this.runs = new ArrayDeque<>(group.weights().size());
        group.weights().forEach(weight -> runs.add(weight.isVariable() ? new Run(0, weight.elements())
                : new Run(weight.leastBytes(), 0)));
        this.fingerprints = new TensorFingerprints(runs.size());
    }

    /** Before the first byte of that group; groups are counted from 0. */
    public static GroupBytes of(WeightsManifest manifest, int group) {
        return new GroupBytes(group, manifest.groups().get(group));
    }

    /**
     * Compares where only the sum of the shards' sizes is known; a group with string tensors passes if its bytes may suffice.
     * Throws {@link ProblemType#WEIGHTS_SIZE_MISMATCH} with {@code expectedBytes} and {@code actualBytes}.
     */
    public static void compare(WeightsManifest manifest, int group, long actualBytes) {
        ManifestGroup declared = manifest.groups().get(group);
        OptionalLong exact = declared.declaredBytes();
        if (exact.isPresent() ? exact.getAsLong() != actualBytes : declared.leastBytes() > actualBytes) {
            throw new GroupBytes(group, declared)
                    .mismatch(declared.leastBytes(), exact.isPresent(), "%d".formatted(actualBytes))
                    .with("actualBytes", actualBytes);
        }
    }

    /** Number of bytes that have passed. */
    public long bytes() {
        return seen;
    }

    /** Takes the next {@code length} bytes; see {@link #accept(ByteBuffer)}. */
    public void accept(byte[] chunk, int offset, int length) {
        accept(ByteBuffer.wrap(chunk, offset, length));
    }

    /**
     * Takes what remains in {@code chunk}, whose position stays. Throws {@link ProblemType#WEIGHTS_SIZE_MISMATCH} with
     * {@code expectedBytes} and {@code atLeastBytes} as soon as there are surely too many.
     */
    public void accept(ByteBuffer chunk) {
        int at = chunk.position();
        while (at < chunk.limit() && wantsMore()) {
            int from = at;
            at = pass(chunk, from);
            fingerprints.add(chunk, from, at);
        }
        seen += chunk.remaining();
        if (at < chunk.limit()) {
            throw surplus(seen - (chunk.limit() - at));
        }
    }

    /** Goes to the end of the current tensor, or of the chunk. */
    private int pass(ByteBuffer chunk, int from) {
        int at = from;
        while (at < chunk.limit() && (left > 0 || strings > 0)) {
            if (left > 0) {
                long passed = Math.min(left, chunk.limit() - at);
                left -= passed;
                at += (int) passed;
            } else {
                readPrefix(chunk.get(at));
                at++;
            }
        }
        return at;
    }

    /**
     * All bytes have passed. Throws {@link ProblemType#WEIGHTS_SIZE_MISMATCH} with {@code expectedBytes} and
     * {@code actualBytes} where some are missing; {@code expectedBytes} counts strings whose lengths are missing as empty.
     */
    public void finish() {
        boolean exact = strings == 0 && runs.stream().allMatch(run -> run.strings() == 0);
        long missing = left + strings * PREFIX - prefixRead
                + runs.stream().mapToLong(run -> run.bytes() + run.strings() * PREFIX).sum();
        if (missing > 0) {
            throw mismatch(seen + missing, exact, "%d".formatted(seen)).with("actualBytes", seen);
        }
        // tensors without bytes at the end of the group
        wantsMore();
        fingerprints.end();
    }

    /** 16 bytes a tensor, in the order of the weights; to be asked after {@link #finish}. */
    public byte[] fingerprints() {
        return fingerprints.bytes();
    }

    private boolean wantsMore() {
        while (left == 0 && strings == 0 && !runs.isEmpty()) {
            fingerprints.end();
            Run run = runs.poll();
            fingerprints.begin();
            left = run.bytes();
            strings = run.strings();
        }
        return left > 0 || strings > 0;
    }

    /** Lengths are little-endian. */
    private void readPrefix(byte next) {
        prefix |= (next & 0xffL) << prefixRead * Byte.SIZE;
        prefixRead++;
        if (prefixRead == PREFIX) {
            left = prefix;
            strings--;
            prefix = 0;
            prefixRead = 0;
        }
    }

    private RegistryException surplus(long expected) {
        return mismatch(expected, true, "at least %d".formatted(seen)).with("atLeastBytes", seen);
    }

    private RegistryException mismatch(long expected, boolean exact, String actual) {
        List<String> paths = group.paths().stream().limit(MAX_PATHS).toList();
        return ProblemType.WEIGHTS_SIZE_MISMATCH
                .because("The shards of manifest group %d carry %s bytes, its weights declare %s%d", index, actual,
                        exact ? "" : "at least ", expected)
                .with("group", index)
                .with("paths", paths)
                .with("expectedBytes", expected);
    }
}
