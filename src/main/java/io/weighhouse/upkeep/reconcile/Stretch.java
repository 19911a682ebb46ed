package io.weighhouse.upkeep.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.weighhouse.catalog.KnownKey;
import io.weighhouse.storage.StoredBlob;

/**
 * What database and store say of the keys of one stretch, held against each other.
 *
 * @param end the last key of the stretch; nothing where no more keys follow
 * @param wrong blobs that are not what a row says, or not there
 * @param strangers blobs that no row of the stretch names
 * @param right how many are as they should be
 */
record Stretch(Optional<String> end, List<Suspect> wrong, List<StoredBlob> strangers, int right) {

    /** A blob that a row needs; found is nothing where the store has none. */
    record Suspect(KnownKey known, Optional<StoredBlob> found) {
    }

    /**
     * Two pages that begin after the same key. The longer one reaches beyond what the other one can tell; that is left to the
     * next stretch.
     *
     * @param full whether the page of the database may have others after it
     */
    static Stretch of(String after, List<KnownKey> known, boolean full, List<StoredBlob> stored) {
        checkOrder(after, stored.stream().map(blob -> blob.key().value()).toList(), "blob store");
        checkOrder(after, known.stream().map(KnownKey::key).toList(), "database");
        List<String> ends = new ArrayList<>();
        if (full) {
            ends.add(known.get(known.size() - 1).key());
        }
        if (!stored.isEmpty()) {
            ends.add(stored.get(stored.size() - 1).key().value());
        }
        Optional<String> end = ends.stream().min(String::compareTo);
        return compare(end, upTo(end, known), stored);
    }

    private static Map<String, KnownKey> upTo(Optional<String> end, List<KnownKey> known) {
        Map<String, KnownKey> keys = new TreeMap<>();
        known.stream().filter(key -> isWithin(end, key.key()))
                .forEach(key -> keys.merge(key.key(), key, (one, other) -> one.needed() ? one : other));
        return keys;
    }

    private static Stretch compare(Optional<String> end, Map<String, KnownKey> known, List<StoredBlob> stored) {
        List<Suspect> wrong = new ArrayList<>();
        List<StoredBlob> strangers = new ArrayList<>();
        int right = 0;
        for (StoredBlob blob : stored) {
            KnownKey row = known.remove(blob.key().value());
            if (row != null && (!row.needed() || row.bytes().getAsLong() == blob.bytes())) {
                right++;
            } else if (row != null) {
                wrong.add(new Suspect(row, Optional.of(blob)));
            } else if (isWithin(end, blob.key().value())) {
                strangers.add(blob);
            }
        }
        known.values().stream().filter(KnownKey::needed).map(row -> new Suspect(row, Optional.empty())).forEach(wrong::add);
        return new Stretch(end, wrong, strangers, right);
    }

    private static boolean isWithin(Optional<String> end, String key) {
        return end.isEmpty() || key.compareTo(end.get()) <= 0;
    }

    /** Some stores list in an order of their own: held against the database, everything would seem lost. */
    private static void checkOrder(String after, List<String> keys, String where) {
        String last = after;
        for (String key : keys) {
            if (key.compareTo(last) < 0) {
                throw new UnorderedKeys(where, last, key);
            }
            last = key;
        }
    }
}
