package io.weighhouse.publish;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.modelfile.FilePath;
import io.weighhouse.modelfile.ModelFile;
import io.weighhouse.modelfile.UnconvertedModel;
import io.weighhouse.multipart.FormPart;
import io.weighhouse.problem.ProblemType;

/**
 * Takes the form parts of one save as they come, in any order: the model file into memory, everything else into the store.
 * What is certain to be refused is refused at once.
 */
final class Reception {

    private static final int SHOWN_PATHS = 20;
    private static final long MOST_BYTES = Long.MAX_VALUE >> 1;

    private final UploadSession session;
    private final ModelFileReader reader;
    private final PublishSettings settings;
    private final Map<String, ReceivedFile> files = new LinkedHashMap<>();
    private final JsonCopies copies;
    private Optional<ModelFile> modelFile = Optional.empty();
    private final Map<String, GroupArrival> groupByPath = new LinkedHashMap<>();
    private List<GroupArrival> groups = List.of();
    private int extraFiles;
    private boolean anyPart;

    Reception(UploadSession session, ModelFileReader reader, PublishSettings settings) {
        this.session = session;
        this.reader = reader;
        this.settings = settings;
        this.copies = new JsonCopies(settings.maxModelFileSize().asLongValue(), reader::tooLarge);
    }

    /** Takes one form part, to its last byte. */
    Uni<Void> take(FormPart part) {
        anyPart = true;
        if (part.name().equals(FilePath.MODEL_FILE) || part.name().equals("./" + FilePath.MODEL_FILE)) {
            return takeModelFile(part.content());
        }
        String path = FilePath.of(part.name()).value();
        if (files.containsKey(path)) {
            throw duplicate(path);
        }
        return takeFile(path, part.content());
    }

    private Uni<Void> takeModelFile(Multi<Buffer> content) {
        if (modelFile.isPresent()) {
            throw duplicate(FilePath.MODEL_FILE);
        }
        copies.drop();
        return reader.read(content).invoke(this::know).chain(() -> session.expect(expectedBytes()));
    }

    private static RuntimeException duplicate(String path) {
        return ProblemType.DUPLICATE_PART.because("Two form parts carry '%s'", path).with("path", path);
    }

    /** From here on shards are told from extra files; those that came before are looked at again. */
    private void know(ModelFile read) {
        modelFile = Optional.of(read);
        groups = IntStream.range(0, read.manifest().groups().size())
                .mapToObj(index -> new GroupArrival(index, read.manifest()))
                .toList();
        groups.forEach(group -> group.group().paths().forEach(path -> groupByPath.put(path, group)));
        files.values().forEach(file -> groupOf(file.path()).ifPresentOrElse(
                group -> group.arrivedBefore(file.path(), file.bytes()),
                () -> countExtraFile(file)));
    }

    /** What the save will store, as far as the model file tells. */
    private long expectedBytes() {
        LongStream declared = groups.stream().mapToLong(GroupArrival::expectedBytes);
        LongStream others = files.values().stream().filter(file -> groupOf(file.path()).isEmpty())
                .mapToLong(ReceivedFile::bytes);
        return LongStream.concat(declared, others).reduce(0, (sum, bytes) -> Math.min(sum + bytes, MOST_BYTES));
    }

    private Uni<Void> takeFile(String path, Multi<Buffer> content) {
        Optional<GroupArrival> group = groupOf(path);
        Measure measure = group.map(found -> found.measure(path)).orElseGet(() -> measureOther(path));
        OptionalLong exact = group.map(found -> found.exactBytes(path)).orElse(OptionalLong.empty());
        Multi<Buffer> measured = measure.through(content);
        Multi<Buffer> watched = group.map(found -> found.watch(path, measured)).orElseGet(
                () -> modelFile.isEmpty() ? copies.copy(path, measured) : measured);
        return store(path, exact, watched, measure)
                .invoke(file -> files.put(path, file))
                .invoke(file -> group.ifPresentOrElse(found -> found.arrived(path, file.bytes()),
                        () -> countExtraFile(file)))
                .replaceWithVoid();
    }

    private Uni<ReceivedFile> store(String path, OptionalLong exact, Multi<Buffer> content, Measure measure) {
        if (exact.isPresent() && exact.getAsLong() == 0) {
            return content.onItem().ignoreAsUni().map(ignored -> ReceivedFile.empty(path));
        }
        return session.stage(exact, content).chain(staged -> staged.bytes() > 0
                ? Uni.createFrom().item(
                        () -> new ReceivedFile(path, measure.bytes(), measure.digest(), measure.crc32(),
                                Optional.of(staged)))
                : session.discard(staged).replaceWith(() -> ReceivedFile.empty(path)));
    }

    private Measure measureOther(String path) {
        long most = modelFile.isPresent() ? settings.maxExtraFileSize().asLongValue() : MOST_BYTES;
        return new Measure(0, most, (bytes, exact) -> extraFileTooLarge(path));
    }

    private Optional<GroupArrival> groupOf(String path) {
        return Optional.ofNullable(groupByPath.get(path));
    }

    /** The end of the body: the model file is known now or never, and everything that it names must be here. */
    Uni<Received> finish() {
        if (!anyPart) {
            throw ProblemType.MALFORMED_MULTIPART.because("The body has no form part");
        }
        return modelFile.isPresent() ? Uni.createFrom().item(this::complete)
                : takeOnlyJson().map(ignored -> complete());
    }

    /** Browsers' downloads and converters may call the model file otherwise; then it is the only JSON file. */
    private Uni<Void> takeOnlyJson() {
        JsonCopies.Copy only = copies.only().orElseThrow(this::modelFileMissing);
        ReceivedFile stored = files.remove(only.path());
        return reader.read(only.bytes()).invoke(this::know).call(() -> session.expect(expectedBytes()))
                .chain(() -> stored.staged().map(session::discard).orElse(Uni.createFrom().voidItem()));
    }

    private RuntimeException modelFileMissing() {
        return ProblemType.MODEL_JSON_MISSING.because(
                "The body has no form part 'model.json', nor exactly one other whose name ends in .json; it has %s%s",
                firstOf(files.keySet()), UnconvertedModel.adviceOn(files.keySet()).map(advice -> "; " + advice).orElse(""));
    }

    private static String firstOf(Collection<String> paths) {
        String shown = paths.stream().limit(SHOWN_PATHS).collect(Collectors.joining(", "));
        return paths.size() > SHOWN_PATHS ? shown + ", …" : shown;
    }

    private Received complete() {
        List<String> missing = groups.stream().flatMap(group -> group.missing().stream()).toList();
        if (!missing.isEmpty()) {
            throw ProblemType.MISSING_SHARD.because("The weights manifest names %d files that did not come: %s",
                    missing.size(), firstOf(missing))
                    .with("paths", missing.subList(0, Math.min(SHOWN_PATHS, missing.size())));
        }
        groups.forEach(GroupArrival::finish);
        dropEmptyWeights();
        Stream<ReceivedFile> shards = groupByPath.keySet().stream()
                .map(path -> files.getOrDefault(path, ReceivedFile.empty(path)));
        Stream<ReceivedFile> extras = files.values().stream()
                .filter(file -> !groupByPath.containsKey(file.path()))
                .sorted(Comparator.comparing(ReceivedFile::path));
        return new Received(modelFile.orElseThrow(), groups, shards.toList(), extras.toList());
    }

    /** TensorFlow.js sends this part always, also for a model without weights. */
    private void dropEmptyWeights() {
        ReceivedFile weights = files.get("model.weights.bin");
        if (groups.isEmpty() && weights != null && weights.bytes() == 0) {
            files.remove(weights.path());
        }
    }

    /** Only a known model file tells extra files from shards. */
    private void countExtraFile(ReceivedFile file) {
        if (modelFile.isEmpty()) {
            return;
        }
        if (file.bytes() > settings.maxExtraFileSize().asLongValue()) {
            throw extraFileTooLarge(file.path());
        }
        if (++extraFiles > settings.maxExtraFiles()) {
            throw ProblemType.TOO_MANY_PARTS
                    .because("A save may have %d files beside the model file and its shards", settings.maxExtraFiles())
                    .with("limit", settings.maxExtraFiles());
        }
    }

    private RuntimeException extraFileTooLarge(String path) {
        long limit = settings.maxExtraFileSize().asLongValue();
        return ProblemType.TOO_LARGE.because("'%s' is no shard of the weights manifest, and an extra file has %d bytes at most",
                path, limit).with("path", path).with("limit", limit);
    }
}
