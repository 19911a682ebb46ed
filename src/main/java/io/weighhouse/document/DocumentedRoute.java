package io.weighhouse.document;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.MethodInfo;

/** A route in the document, to which is added what its resource class need not say. */
final class DocumentedRoute {

    private static final int FIRST_REFUSAL = 400;

    private final Operation operation;
    private final MethodInfo method;
    private final Needed needed;

    DocumentedRoute(Operation operation, MethodInfo method, Needed needed) {
        this.operation = operation;
        this.method = method;
        this.needed = needed;
    }

    void complete(Components components) {
        operation.setSecurity(needed.security());
        operation.setParameters(parameters(components.getParameters()));
        TreeMap<String, APIResponse> responses = new TreeMap<>(operation.getResponses().getAPIResponses());
        needed.refusals().forEach(type -> responses.computeIfAbsent(Integer.toString(type.status()),
                status -> OASFactory.createAPIResponse()));
        refusals(responses).forEach((status, refusals) -> refusals.write(needed.withoutBody()));
        APIResponses sorted = OASFactory.createAPIResponses();
        responses.forEach(sorted::addAPIResponse);
        operation.setResponses(sorted);
    }

    private Map<Integer, Refusals> refusals(Map<String, APIResponse> responses) {
        Map<Integer, Refusals> refusals = responses.entrySet().stream()
                .filter(response -> Integer.parseInt(response.getKey()) >= FIRST_REFUSAL)
                .collect(Collectors.toMap(response -> Integer.valueOf(response.getKey()),
                        response -> new Refusals(Integer.parseInt(response.getKey()), response.getValue())));
        needed.refusals().forEach(type -> refusals.get(type.status()).and(type));
        return refusals;
    }

    /** What a part of the path means is told once, under its name. */
    private List<Parameter> parameters(Map<String, Parameter> described) {
        Stream<Parameter> ofPath = Stream.ofNullable(operation.getParameters()).flatMap(List::stream)
                .map(parameter -> described.containsKey(parameter.getName()) ? reference(parameter.getName()) : parameter);
        return Stream.of(ofPath, taken(method.declaringClass().declaredAnnotation(Takes.class)),
                taken(method.annotation(Takes.class))).flatMap(Function.identity()).toList();
    }

    private static Stream<Parameter> taken(AnnotationInstance takes) {
        return Stream.ofNullable(takes).map(AnnotationInstance::value).map(AnnotationValue::asStringArray)
                .flatMap(Arrays::stream).map(DocumentedRoute::reference);
    }

    private static Parameter reference(String name) {
        return OASFactory.createParameter().ref(name);
    }
}
