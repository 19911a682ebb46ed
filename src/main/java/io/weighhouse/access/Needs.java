package io.weighhouse.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States the permission that a route needs on what its path names: the model or the namespace. A route that states nothing is
 * closed to everybody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {

    /** Where it is {@code READ}, public models are open to all; that is seen where the model is found. */
    Permission value();

    /** Whether it must have been granted for public models too. */
    boolean evenForPublic() default false;

    /** Whether a link in the URL is a credential here: where TensorFlow.js itself loads and saves, and nowhere else. */
    boolean orLink() default false;
}
