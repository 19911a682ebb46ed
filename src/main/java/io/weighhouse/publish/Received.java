package io.weighhouse.publish;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;

import io.weighhouse.modelfile.ModelFile;

/** Everything of a save, arrived and counted: the model file, its shards in manifest order, the extra files by path. */
record Received(ModelFile modelFile, List<GroupArrival> groups, List<ReceivedFile> shards, List<ReceivedFile> extras) {

    Stream<ReceivedFile> files() {
        return Stream.concat(shards.stream(), extras.stream());
    }

    /** 16 bytes a tensor, in the order of the weights manifest; to be asked when every group was walked. */
    byte[] fingerprints() {
        var all = new ByteArrayOutputStream();
        groups.forEach(group -> all.writeBytes(group.fingerprints()));
        return all.toByteArray();
    }
}
