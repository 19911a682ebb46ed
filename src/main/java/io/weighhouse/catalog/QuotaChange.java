package io.weighhouse.catalog;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Other quotas for a namespace. An absent one stays as it is; an empty one is what the settings say.
 */
public record QuotaChange(Optional<OptionalLong> bytes, Optional<OptionalLong> versions, Optional<OptionalLong> models) {

    /** Whether anything changes at all. */
    public boolean isPresent() {
        return bytes.isPresent() || versions.isPresent() || models.isPresent();
    }
}
