package io.weighhouse.http;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

import org.eclipse.microprofile.openapi.annotations.Operation;

/** The routes that the running registry has, as it tells them itself when it starts; but for those that tests add. */
@Provider
public class RunningRoutes implements DynamicFeature {

    private static final Set<String> ALL = ConcurrentHashMap.newKeySet();

    static Set<String> all() {
        return Set.copyOf(ALL);
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        Operation operation = method.getAnnotation(Operation.class);
        if (operation == null || !operation.hidden()) {
            ALL.add(verb(method) + " " + path(resource.getResourceClass(), method));
        }
    }

    private static String verb(Method method) {
        return Arrays.stream(method.getAnnotations()).map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value()).findFirst().orElseThrow();
    }

    private static String path(Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        return path.replaceAll("\\{(\\w+):[^}]+}", "{$1}");
    }
}
