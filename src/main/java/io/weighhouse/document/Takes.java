package io.weighhouse.document;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the headers and query parameters that a route, or each route of a class, takes: as they are described in the document's
 * pieces under {@code META-INF/openapi}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
public @interface Takes {

    /** Keys of {@code components.parameters}. */
    String[] value();
}
