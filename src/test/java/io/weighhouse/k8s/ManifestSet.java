package io.weighhouse.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** The objects that go to a cluster together. */
record ManifestSet(List<Manifest> all) {

    private static final YAMLMapper YAML = new YAMLMapper();

    ManifestSet {
        all = List.copyOf(all);
    }

    static ManifestSet of(String yaml) {
        try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return new ManifestSet(documents.readAll().stream().filter(JsonNode::isObject).map(Manifest::new).toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The plain files of folders, without what kustomize does to them. */
    static ManifestSet ofFiles(Path... folders) {
        List<Manifest> read = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml")).sorted()
                        .forEach(file -> read.addAll(ofFile(file).all()));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return new ManifestSet(read);
    }

    private static ManifestSet ofFile(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Stream<Manifest> ofKind(String kind) {
        return all.stream().filter(manifest -> manifest.kind().equals(kind));
    }

    Optional<Manifest> find(String kind, String name) {
        return ofKind(kind).filter(manifest -> manifest.name().equals(name)).findFirst();
    }

    Stream<Manifest> withPods() {
        return all.stream().filter(manifest -> manifest.podTemplate().isPresent());
    }
}
