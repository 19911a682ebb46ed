package io.weighhouse.catalog;

/** Tells, inside this process, that versions of a model were deleted or that others may read it now: what was kept is old. */
public record ModelChanged(ModelName model) {
}
