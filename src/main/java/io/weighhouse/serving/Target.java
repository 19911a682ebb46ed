package io.weighhouse.serving;

import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.Visibility;

/** The version that a load was led to, after the caller was found to be one who may read it. */
record Target(PublishedVersion version, Visibility visibility, Ref ref) {

    Freshness freshness() {
        return Freshness.of(ref.moves(), visibility);
    }

    ModelName model() {
        return version.model();
    }
}
