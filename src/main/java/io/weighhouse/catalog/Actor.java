package io.weighhouse.catalog;

/** Who did something, and from which network address: plain text for the audit. */
public record Actor(String name, String origin) {
}
