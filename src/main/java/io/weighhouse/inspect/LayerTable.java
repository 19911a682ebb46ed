package io.weighhouse.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.weighhouse.inspect.layers.LayerNode;
import io.weighhouse.inspect.layers.ModelNode;
import io.weighhouse.inspect.layers.ShapeInference;
import io.weighhouse.modelfile.ModelFile;

/** Makes the table of a layers model: every layer, and after a nested model those in it. Serves once. */
final class LayerTable {

    /** Weights that no training changes, by the class of their layer. */
    private static final Set<String> STATISTICS = Set.of("BatchNormalization/moving_mean",
            "BatchNormalization/moving_variance", "Normalization/mean", "Normalization/variance", "Normalization/count");

    private record Entry(String within, LayerNode layer, boolean trainable, int inner, List<Weight> weights) {
    }

    private final ModelFile file;
    private final WeightSums sums;
    private final ModelNode model;
    private final ShapeInference shapes;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Weight> others = new ArrayList<>();

    LayerTable(ModelFile file, ModelNode model) {
        this.file = file;
        this.sums = WeightSums.of(file.manifest());
        this.model = model;
        this.shapes = ShapeInference.of(model);
    }

    Topology topology() {
        addAll(model, "", true);
        giveWeights();
        List<TableRow> rows = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            rows.add(row(i));
        }
        return new Topology(Optional.of(file.format().orElse(ModelFile.LAYERS_MODEL)), false, Optional.empty(), totals(), rows,
                others, Optional.of(needs()));
    }

    private void addAll(ModelNode group, String within, boolean trainable) {
        boolean all = trainable && group.config().flag("trainable", true);
        group.layers().forEach(layer -> add(layer, within, all));
    }

    /** An entry's place is kept until it is known how many follow in it. */
    private void add(LayerNode layer, String within, boolean trainable) {
        int place = entries.size();
        boolean own = trainable && layer.config().flag("trainable", true)
                && layer.wrapped().map(inner -> inner.config().flag("trainable", true)).orElse(true);
        entries.add(new Entry(within, layer, own, 0, new ArrayList<>()));
        if (layer.model().isPresent()) {
            addAll(layer.model().get(), within.isEmpty() ? layer.name() : within + "/" + layer.name(), own);
            entries.set(place, new Entry(within, layer, own, entries.size() - place - 1, new ArrayList<>()));
        }
    }

    private void giveWeights() {
        WeightOwners<Entry> owners = new WeightOwners<>();
        entries.forEach(entry -> owners.add(entry.within(), entry.layer().name(), entry.inner() > 0, entry));
        for (Weight weight : sums.weights()) {
            Optional<Entry> owner = weight.spec().optimizer() ? Optional.empty() : owners.ownerOf(weight.spec().name());
            owner.map(Entry::weights).orElse(others).add(weight);
        }
    }

    private TableRow row(int place) {
        Entry entry = entries.get(place);
        List<Weight> all = entries.subList(place, place + entry.inner() + 1).stream()
                .flatMap(each -> each.weights().stream()).toList();
        return new TableRow(entry.within(), entry.layer().name(), entry.layer().className(), shapes.outputs(entry.layer()),
                sums.parameters(all), entry.layer().inputs(), List.copyOf(entry.weights()), entry.inner(),
                entry.layer().config().json());
    }

    private Totals totals() {
        long frozen = entries.stream().flatMapToLong(entry -> entry.weights().stream()
                .filter(weight -> !entry.trainable() || isStatistic(entry, weight))
                .mapToLong(weight -> weight.spec().elements())).sum();
        Totals all = sums.totals((int) entries.stream().filter(entry -> entry.inner() == 0).count());
        OptionalLong trainable = all.parameters().isEmpty() ? OptionalLong.empty()
                : OptionalLong.of(all.parameters().getAsLong() - frozen);
        return new Totals(all.rows(), all.parameters(), trainable, all.weightBytes());
    }

    private static boolean isStatistic(Entry entry, Weight weight) {
        String name = weight.spec().name();
        LayerNode layer = entry.layer().wrapped().orElse(entry.layer());
        return STATISTICS.contains(layer.className() + "/" + name.substring(name.lastIndexOf('/') + 1));
    }

    private Needs needs() {
        SortedSet<String> classes = new TreeSet<>();
        List<String> lambda = new ArrayList<>();
        for (Entry entry : entries) {
            addClasses(entry.layer(), classes);
            if (entry.layer().className().equals("Lambda")) {
                lambda.add(entry.layer().name());
            }
        }
        return Needs.ofLayers(classes, lambda);
    }

    private static void addClasses(LayerNode layer, SortedSet<String> classes) {
        classes.add(layer.className());
        layer.wrapped().ifPresent(inner -> addClasses(inner, classes));
        String cell = layer.config().get("cell").path("class_name").asText();
        if (!cell.isEmpty()) {
            classes.add(cell);
        }
    }
}
