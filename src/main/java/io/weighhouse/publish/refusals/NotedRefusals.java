package io.weighhouse.publish.refusals;

import java.util.ArrayList;
import java.util.List;

import io.weighhouse.catalog.RefusedSave;

/**
 * Refusals that wait to be written down. It holds few: those of a flood push each other out, and each caller has only so many
 * places, so that one caller's flood leaves room for the others.
 */
final class NotedRefusals {

    static final int MOST = 200;
    static final int MOST_A_CALLER = 10;

    private final List<RefusedSave> waiting = new ArrayList<>();
    private boolean writing;

    /** Takes it in, where there is room. */
    synchronized void add(RefusedSave refusal) {
        List<RefusedSave> ofCaller = waiting.stream().filter(one -> one.caller().equals(refusal.caller())).toList();
        if (ofCaller.size() >= MOST_A_CALLER) {
            waiting.remove(ofCaller.get(0));
        }
        if (waiting.size() < MOST) {
            waiting.add(refusal);
        }
    }

    /** All that wait, for one who is to write them; empty while somebody else still writes. */
    synchronized List<RefusedSave> take() {
        if (writing || waiting.isEmpty()) {
            return List.of();
        }
        writing = true;
        List<RefusedSave> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** What was taken is written, or given up. */
    synchronized void written() {
        writing = false;
    }
}
