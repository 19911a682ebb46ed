package io.weighhouse.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** A route that forgot to say what it needs is closed to everybody; this says so before anybody notices. */
class RoutesStateTheirNeedsTest {

    private static final List<Class<?>> STATEMENTS = List.of(Needs.class, NeedsCredentials.class, NeedsNothing.class);

    @Test
    void everyRouteSaysWhatItNeedsAndSaysItOnce() {
        List<JavaMethod> routes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.weighhouse").stream()
                .filter(type -> type.isAnnotatedWith(Path.class)).map(JavaClass::getMethods).flatMap(Set::stream)
                .filter(RoutesStateTheirNeedsTest::isRoute).toList();

        assertThat(routes).hasSizeGreaterThan(30);
        assertThat(routes.stream().filter(route -> statements(route).count() != 1).map(JavaMethod::getFullName)).isEmpty();
    }

    private static boolean isRoute(JavaMethod method) {
        return method.isMetaAnnotatedWith(HttpMethod.class) || method.isAnnotatedWith(Path.class);
    }

    private static Stream<Class<?>> statements(JavaMethod route) {
        return STATEMENTS.stream().filter(statement -> route.isAnnotatedWith(statement.getName()));
    }
}
