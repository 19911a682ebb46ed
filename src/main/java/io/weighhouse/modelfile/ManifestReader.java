package io.weighhouse.modelfile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.weighhouse.modelfile.JsonScanner.Token;

/** Reads the value of {@code weightsManifest}; reports every rule that it breaks. Serves once. */
final class ManifestReader {

    /**
     * Groups, paths, weights and dimensions together: far beyond any model, and what bounds the memory that a hostile file
     * costs.
     */
    static final int MAX_VALUES = 250_000;
    /** So that no sum of a few groups wraps around. */
    private static final long MAX_BYTES = 1L << 60;
    private static final int UNKNOWN = -1;

    private final JsonScanner scanner;
    private final Set<String> allNames = new HashSet<>();
    private final Set<String> allPaths = new HashSet<>();
    private final List<ManifestGroup> groups = new ArrayList<>();
    private long specsText;
    private int specs;
    /** Number of elements of the current group's paths, valid or not. */
    private int listed;
    private int values;
    private long declared;

    ManifestReader(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /** Reads the value that begins with {@code first}. */
    void read(Token first) {
        if (first != Token.ARRAY) {
            scanner.refuse(first, "is not an array");
            return;
        }
        for (Token token = scanner.next(); token != Token.ARRAY_END; token = scanner.next()) {
            readGroup(token);
        }
    }

    /** What was read; of use only where nothing was reported. */
    WeightsManifest manifest() {
        return new WeightsManifest(groups);
    }

    int weights() {
        return specs;
    }

    /** Bytes of the weight specs of all groups as one array, without white space. */
    long specsBytes() {
        return "[]".length() + specsText + Math.max(0, specs - 1);
    }

    private void readGroup(Token first) {
        if (values > MAX_VALUES) {
            scanner.skip(first);
            return;
        } else if (first != Token.OBJECT) {
            scanner.refuse(first, "is not an object");
            return;
        }
        List<String> paths = new ArrayList<>();
        List<WeightSpec> weights = new ArrayList<>();
        listed = UNKNOWN;
        boolean pathsSeen = false;
        while (scanner.next() != Token.OBJECT_END) {
            String key = scanner.text();
            Token value = scanner.next();
            if (key.equals("paths")) {
                pathsSeen = true;
                readPaths(value, paths);
            } else if (key.equals("weights")) {
                readWeights(value, weights);
            } else {
                scanner.skip(value);
            }
        }
        if (!pathsSeen) {
            scanner.reportMember("paths", "is missing");
        }
        add(new ManifestGroup(paths, weights));
    }

    private void add(ManifestGroup group) {
        if (listed == 0 && group.leastBytes() > 0) {
            scanner.reportMember("paths", "is empty, but the weights declare %d bytes", group.leastBytes());
        }
        if (hasRoomFor(1)) {
            groups.add(group);
        }
    }

    private void readPaths(Token first, List<String> paths) {
        if (first != Token.ARRAY) {
            scanner.refuse(first, "is not an array");
            return;
        }
        listed = 0;
        for (Token token = scanner.next(); token != Token.ARRAY_END; token = scanner.next()) {
            listed++;
            if (token != Token.STRING) {
                scanner.refuse(token, "is not a string");
            } else if (hasRoomFor(1)) {
                readPath(scanner.text(), paths);
            }
        }
    }

    private void readPath(String text, List<String> paths) {
        String path = FilePath.withoutDot(text);
        Optional<String> objection = FilePath.shardObjection(path);
        if (objection.isPresent()) {
            scanner.report("is %s, which cannot be the path of a shard: it %s", ClientText.quoted(text), objection.get());
        } else if (!allPaths.add(path)) {
            scanner.report("is %s, which the weights manifest names twice", ClientText.quoted(text));
        } else {
            paths.add(path);
        }
    }

    private void readWeights(Token first, List<WeightSpec> weights) {
        if (first != Token.ARRAY) {
            scanner.refuse(first, "is not an array");
            return;
        }
        for (Token token = scanner.next(); token != Token.ARRAY_END; token = scanner.next()) {
            int start = scanner.start() - scanner.whiteSpace();
            readWeight(token, weights);
            specs++;
            specsText += scanner.end() - scanner.whiteSpace() - start;
        }
    }

    private void readWeight(Token first, List<WeightSpec> weights) {
        if (values > MAX_VALUES) {
            scanner.skip(first);
            return;
        }
        WeightSpecReader reader = new WeightSpecReader(scanner);
        Optional<WeightSpec> weight = reader.read(first);
        if (!hasRoomFor(1 + weight.map(spec -> spec.shape().size()).orElse(0))) {
            return;
        }
        if (reader.name().isPresent() && !allNames.add(reader.name().get())) {
            scanner.reportMember("name", "is %s, which another weight has too", ClientText.quoted(reader.name().get()));
        }
        if (weight.isPresent() && declares(weight.get().leastBytes())) {
            weights.add(weight.get());
        }
    }

    /** Reports the first weight, path or dimension above {@link #MAX_VALUES}; nothing is kept any more from there on. */
    private boolean hasRoomFor(int more) {
        boolean had = values <= MAX_VALUES;
        values = Math.min(values + more, MAX_VALUES + 1);
        boolean has = values <= MAX_VALUES;
        if (had && !has) {
            scanner.report("is one too many: a weights manifest has at most %d groups, paths, weights and dimensions",
                    MAX_VALUES);
        }
        return has;
    }

    private boolean declares(long bytes) {
        boolean had = declared <= MAX_BYTES;
        declared = Math.min(declared + bytes, MAX_BYTES + 1);
        boolean has = declared <= MAX_BYTES;
        if (had && !has) {
            scanner.report("is too large: the weights together declare more than 2^60 bytes");
        }
        return has;
    }
}
