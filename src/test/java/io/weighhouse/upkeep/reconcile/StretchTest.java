package io.weighhouse.upkeep.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.weighhouse.catalog.KnownKey;
import io.weighhouse.storage.StorageKey;
import io.weighhouse.storage.StoredBlob;

/** Pages of any length, held against each other, tell the same as both lists whole. */
class StretchTest {

    private static final int LIMIT = 7;

    @Test
    void findsEveryDifferenceOnceWhateverThePages() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            var known = new TreeMap<String, KnownKey>();
            var stored = new TreeMap<String, StoredBlob>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < random.nextInt(60); i++) {
                String key = key(random.nextInt(1_000_000));
                if (known.containsKey(key) || stored.containsKey(key)) {
                    continue;
                }
                switch (random.nextInt(6)) {
                    case 0 -> {
                        known.put(key, needed(key, 5));
                        expected.add("missing " + key);
                    }
                    case 1 -> {
                        stored.put(key, stored(key, 5));
                        expected.add("stranger " + key);
                    }
                    case 2 -> {
                        known.put(key, needed(key, 6));
                        stored.put(key, stored(key, 5));
                        expected.add("size " + key);
                    }
                    case 3 -> known.put(key, new KnownKey(key, OptionalLong.empty()));
                    default -> {
                        known.put(key, needed(key, 5));
                        stored.put(key, stored(key, 5));
                    }
                }
            }

            assertThat(walk(known, stored)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void aKeyThatIsFreedAndNeededIsNeeded() {
        String key = key(1);

        Stretch stretch = Stretch.of("", List.of(new KnownKey(key, OptionalLong.empty()), needed(key, 5)), false, List.of());

        assertThat(stretch.wrong()).hasSize(1);
    }

    @Test
    void listsOutOfOrderAreRefused() {
        List<StoredBlob> unordered = List.of(stored(key(2), 1), stored(key(1), 1));

        assertThatThrownBy(() -> Stretch.of("", List.of(), false, unordered)).isInstanceOf(UnorderedKeys.class)
                .hasMessageContaining("blob store").hasMessageContaining(key(2));
    }

    private static List<String> walk(TreeMap<String, KnownKey> known, TreeMap<String, StoredBlob> stored) {
        List<String> found = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            List<KnownKey> rows = known.tailMap(after.get(), false).values().stream().limit(LIMIT).toList();
            List<StoredBlob> blobs = stored.tailMap(after.get(), false).values().stream().limit(LIMIT).toList();
            Stretch stretch = Stretch.of(after.get(), rows, rows.size() == LIMIT, blobs);
            Stream.concat(
                    stretch.wrong().stream()
                            .map(wrong -> (wrong.found().isPresent() ? "size " : "missing ") + wrong.known().key()),
                    stretch.strangers().stream().map(blob -> "stranger " + blob.key().value())).forEach(found::add);
            after = stretch.end();
        }
        return found;
    }

    private static KnownKey needed(String key, long bytes) {
        return new KnownKey(key, OptionalLong.of(bytes));
    }

    private static StoredBlob stored(String key, long bytes) {
        return new StoredBlob(new StorageKey(key), bytes, Instant.EPOCH);
    }

    private static String key(int number) {
        return "%032x/%x".formatted(number / 3, number % 3);
    }
}
