package io.weighhouse.document;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.weighhouse.problem.ProblemType;

/**
 * Completes the OpenAPI document when the registry is built: what follows from the needs of a route, or is the same for all, is
 * not said at each of them. Nothing of this runs when the document, or anything else, is asked for.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class CompleteDocument implements OASFilter {

    private final Map<String, MethodInfo> methods;

    /** @param classes of the registry, with their annotations; the index may hold one twice */
    public CompleteDocument(IndexView classes) {
        this.methods = classes.getAnnotations(Operation.class).stream()
                .filter(operation -> operation.target().kind() == AnnotationTarget.Kind.METHOD)
                .filter(operation -> operation.value("operationId") != null)
                .collect(Collectors.toMap(operation -> operation.value("operationId").asString(),
                        operation -> operation.target().asMethod(), (method, again) -> method));
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Pieces.addTo(document);
        Components components = document.getComponents();
        listRefusals(components.getSchemas().get("Problem"));
        document.getPaths().getPathItems().forEach((path, item) -> complete(path, item, components));
        document.setPaths(sorted(document.getPaths()));
        sort(components);
    }

    private static void listRefusals(Schema problem) {
        problem.getProperties().get("type").setEnumeration(Arrays.stream(ProblemType.values())
                .<Object> map(type -> "/problems/" + type.slug()).toList());
    }

    private void complete(String path, PathItem item, Components components) {
        item.getOperations().values().stream()
                .filter(operation -> methods.containsKey(operation.getOperationId()))
                .forEach(operation -> {
                    MethodInfo method = methods.get(operation.getOperationId());
                    new DocumentedRoute(operation, method, Needed.of(method, path)).complete(components);
                });
    }

    /** The scanner finds classes in whatever order they lie on the disk. */
    private static Paths sorted(Paths paths) {
        Paths sorted = OASFactory.createPaths();
        new TreeMap<>(paths.getPathItems()).forEach(sorted::addPathItem);
        return sorted;
    }

    private static void sort(Components components) {
        components.setSchemas(sorted(components.getSchemas()));
        components.setResponses(sorted(components.getResponses()));
        components.setParameters(sorted(components.getParameters()));
        components.setExamples(sorted(components.getExamples()));
        components.setRequestBodies(sorted(components.getRequestBodies()));
        components.setHeaders(sorted(components.getHeaders()));
        components.setSecuritySchemes(sorted(components.getSecuritySchemes()));
    }

    private static <T> Map<String, T> sorted(Map<String, T> named) {
        return new LinkedHashMap<>(new TreeMap<>(named));
    }
}
