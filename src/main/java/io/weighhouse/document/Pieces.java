package io.weighhouse.document;

import java.io.InputStream;
import java.util.List;

import org.eclipse.microprofile.openapi.models.OpenAPI;

import io.smallrye.openapi.api.SmallRyeOpenAPI;

/**
 * What is written by hand for the document: schemas, answers and their examples, {@code META-INF/openapi/*.yaml}. Quarkus'
 * own way to merge a folder of them finds none in a packaged jar.
 */
final class Pieces {

    private static final List<String> NAMES = List.of("about", "audit", "find", "keys", "links", "load", "manage", "parameters",
            "problems", "save");

    private Pieces() {
    }

    /** Adds all of them to what the annotations say. */
    static void addTo(OpenAPI document) {
        // what the scanner takes for the schemas of bodies are Vert.x' buffers
        document.getComponents().setSchemas(null);
        OpenAPI whole = document;
        for (String name : NAMES) {
            whole = merged(whole, name);
        }
        // in the order of a document that is read from its top
        document.tags(null).paths(null).components(null)
                .info(whole.getInfo()).servers(whole.getServers()).tags(whole.getTags()).paths(whole.getPaths())
                .components(whole.getComponents());
    }

    private static OpenAPI merged(OpenAPI document, String name) {
        return SmallRyeOpenAPI.builder()
                .enableModelReader(false).enableStandardStaticFiles(false).enableAnnotationScan(false)
                .enableStandardFilter(false)
                .withInitialModel(document)
                .withCustomStaticFile(() -> piece(name))
                .build().model();
    }

    private static InputStream piece(String name) {
        return Thread.currentThread().getContextClassLoader().getResourceAsStream("META-INF/openapi/" + name + ".yaml");
    }
}
