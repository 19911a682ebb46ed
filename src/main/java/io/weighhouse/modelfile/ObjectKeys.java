package io.weighhouse.modelfile;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

/**
 * Finds keys that stand twice in one object. Keys are kept as positions in the text, four bytes each, so that a file of
 * millions of keys costs no more than a small multiple of itself; big objects are hashed with a secret multiplier, so that no
 * client can choose keys that collide.
 */
final class ObjectKeys {

    private static final int FEW = 8;
    /** Polynomials modulo a prime have few roots; modulo a power of two, keys that always collide are known. */
    private static final long PRIME = (1L << 31) - 1;

    private final long multiplier = ThreadLocalRandom.current().nextLong(1 << 16, PRIME);
    private final JsonStrings.Cursor left;
    private final JsonStrings.Cursor right;
    private int[] keys = new int[64];
    private int size;
    private int[] table = new int[0];

    ObjectKeys(JsonStrings strings) {
        left = strings.new Cursor();
        right = strings.new Cursor();
    }

    /** Where the keys of an object that opens now will begin. */
    int open() {
        return size;
    }

    /** Remembers a key of the innermost open object. */
    void add(int key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size + (size >> 1));
        }
        keys[size++] = key;
    }

    /** Hands every repetition among the keys since {@code mark} to {@code repeated}, then forgets these keys. */
    void close(int mark, IntConsumer repeated) {
        if (size - mark <= FEW) {
            compareEachWithEach(mark, repeated);
        } else {
            hash(mark, repeated);
        }
        size = mark;
    }

    private void compareEachWithEach(int mark, IntConsumer repeated) {
        for (int later = mark + 1; later < size; later++) {
            int earlier = mark;
            while (earlier < later && !same(keys[earlier], keys[later])) {
                earlier++;
            }
            if (earlier < later) {
                repeated.accept(keys[later]);
            }
        }
    }

    /** Open addressing; a slot holds a key's index from {@code mark}, plus one. At least a quarter of the slots stays empty. */
    private void hash(int mark, IntConsumer repeated) {
        int count = size - mark;
        int slots = Integer.highestOneBit(count + count / 3) << 1;
        if (table.length < slots) {
            table = new int[slots];
        } else {
            Arrays.fill(table, 0, slots, 0);
        }
        for (int i = mark; i < size; i++) {
            int slot = hashOf(keys[i]) & slots - 1;
            while (table[slot] != 0 && !same(keys[mark + table[slot] - 1], keys[i])) {
                slot = slot + 1 & slots - 1;
            }
            if (table[slot] == 0) {
                table[slot] = i - mark + 1;
            } else {
                repeated.accept(keys[i]);
            }
        }
    }

    private boolean same(int a, int b) {
        left.open(a);
        right.open(b);
        int codePoint = left.next();
        while (codePoint == right.next()) {
            if (codePoint < 0) {
                return true;
            }
            codePoint = left.next();
        }
        return false;
    }

    private int hashOf(int key) {
        left.open(key);
        long hash = 1;
        for (int codePoint = left.next(); codePoint >= 0; codePoint = left.next()) {
            hash = (hash * multiplier + codePoint) % PRIME;
        }
        return (int) (hash * multiplier % PRIME);
    }
}
