package io.weighhouse.catalog.api.keys;

import java.util.List;

import io.weighhouse.access.Caller;

/** Who calls, and what they may do where. */
record CallerView(String caller, List<GrantView> grants) {

    static CallerView of(Caller caller) {
        return new CallerView(caller.name(), GrantView.of(caller.grants()));
    }
}
