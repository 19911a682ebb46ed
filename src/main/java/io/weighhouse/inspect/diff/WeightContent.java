package io.weighhouse.inspect.diff;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.weighhouse.modelfile.WeightSpec;

/**
 * What is known of a tensor's bytes without reading them.
 *
 * @param fingerprint 16 bytes; empty for versions that were saved before there were fingerprints
 * @param files digests of its group's shards, with the specs of all weights in them
 */
record WeightContent(WeightSpec spec, Optional<byte[]> fingerprint, Files files) {

    /** The files that hold a tensor, and all that they hold. */
    record Files(List<String> digests, List<WeightSpec> specs) {
    }

    enum Comparison {
        SAME,
        OTHER,
        UNKNOWN
    }

    Comparison compare(WeightContent other) {
        if (!spec.equals(other.spec)) {
            return Comparison.OTHER;
        }
        if (fingerprint.isPresent() && other.fingerprint.isPresent()) {
            return Arrays.equals(fingerprint.get(), other.fingerprint.get()) ? Comparison.SAME : Comparison.OTHER;
        }
        if (files.equals(other.files)) {
            return Comparison.SAME;
        }
        return files.specs().size() == 1 && other.files.specs().size() == 1 && files.digests().size() == 1
                && other.files.digests().size() == 1 ? Comparison.OTHER : Comparison.UNKNOWN;
    }
}
