package io.weighhouse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import jakarta.ws.rs.Path;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import io.smallrye.config.ConfigMapping;

/** The rooms of the house and the doors between them. */
class ArchitectureTest {

    private static final ArchRule publish = room("publish").mayUse("access", "multipart", "modelfile", "storage", "catalog",
            "problem", "settings", "web", "document", "telemetry");

    private static final ArchRule serving = room("serving").mayUse("access", "catalog", "modelfile", "settings", "storage",
            "problem", "document");

    private static final ArchRule catalog = room("catalog").without("api").mayUse("modelfile", "problem", "telemetry");

    private static final ArchRule catalogApi = room("catalog.api").mayUse("catalog", "access", "inspect", "modelfile",
            "storage", "web", "problem", "document");

    private static final ArchRule inspect = room("inspect").mayUse("modelfile", "problem");

    private static final ArchRule access = room("access").mayUse("catalog", "problem", "settings");

    private static final ArchRule modelfile = room("modelfile").mayUse("problem");

    private static final ArchRule multipart = room("multipart").mayUse("problem");

    private static final ArchRule storage = room("storage").mayUse("problem", "settings", "telemetry");

    private static final ArchRule upkeep = room("upkeep").mayUse("catalog", "settings", "storage", "problem");

    private static final ArchRule web = room("web").mayUse("access", "problem", "settings");

    private static final ArchRule document = room("document").mayUse("access", "problem");

    private static final ArchRule problem = room("problem").mayUse();

    private static final ArchRule settings = room("settings").mayUse();

    private static final ArchRule telemetry = room("telemetry").mayUse();

    private static final ArchRule modelFilesArePlainJava = noClasses().that().resideInAPackage("io.weighhouse.modelfile..")
            .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "io.smallrye..", "io.quarkus..", "jakarta..");

    private static final ArchRule valuesOfTheCatalogKnowNoDatabase = noClasses().that()
            .resideInAPackage("io.weighhouse.catalog")
            .should().dependOnClassesThat().resideInAnyPackage("io.weighhouse.catalog.database", "jakarta.persistence..");

    private static final ArchRule onlyTheS3DriverKnowsTheSdk = noClasses().that()
            .resideOutsideOfPackage("io.weighhouse.storage.s3..")
            .should().dependOnClassesThat().resideInAPackage("software.amazon.awssdk..");

    private static final ArchRule onlyTheDatabaseRoomKnowsTheDatabase = noClasses()
            .that().resideOutsideOfPackages("io.weighhouse.catalog.database..", "io.weighhouse.access.database..")
            .should().dependOnClassesThat().resideInAnyPackage("org.hibernate..", "jakarta.persistence..",
                    "io.quarkus.hibernate..", "io.vertx.pgclient..", "io.vertx.mutiny.sqlclient..");

    private static final ArchRule nobodyNeedsTheEmbeddedParts = noClasses().that()
            .resideOutsideOfPackage("io.weighhouse.embedded..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weighhouse.embedded..", "org.apache.commons.compress..");

    private static final ArchRule nobodyNeedsTheManagementApi = noClasses().that()
            .resideOutsideOfPackage("io.weighhouse.catalog.api..")
            .should().dependOnClassesThat().resideInAnyPackage("io.weighhouse.catalog.api..");

    private static final ArchRule settingsAreMappings = classes().that().areAnnotatedWith(ConfigMapping.class).should()
            .beInterfaces();

    private static final ArchRule resourcesOnlyTranslate = noClasses().that().areAnnotatedWith(Path.class)
            .should().dependOnClassesThat().resideInAnyPackage("io.weighhouse.catalog.database..",
                    "io.weighhouse.access.database..",
                    "io.weighhouse.storage..");

    private static final ArchRule noRoomsInACircle = slices().assignedFrom(new Rooms()).should().beFreeOfCycles();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.weighhouse");

    @TestFactory
    Stream<DynamicTest> rules() {
        assertThat(CLASSES).hasSizeGreaterThan(100);
        return Stream
                .of(publish, serving, catalog, catalogApi, inspect, access, modelfile, multipart, storage, upkeep, web,
                        document, problem, settings, telemetry,
                        modelFilesArePlainJava, valuesOfTheCatalogKnowNoDatabase, onlyTheS3DriverKnowsTheSdk,
                        onlyTheDatabaseRoomKnowsTheDatabase, nobodyNeedsTheEmbeddedParts, nobodyNeedsTheManagementApi,
                        settingsAreMappings,
                        resourcesOnlyTranslate, noRoomsInACircle)
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    /** Each package below the house's own is a room; the management API is one apart from the catalog. */
    private static final class Rooms implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName().replaceFirst("^io\\.weighhouse\\.?", "");
            return name.isEmpty() ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(name.startsWith("catalog.api") ? "catalog.api" : name.split("\\.")[0]);
        }

        @Override
        public String getDescription() {
            return "rooms";
        }
    }

    private static Room room(String name) {
        return new Room(name);
    }

    private record Room(String name, String apart) {

        Room(String name) {
            this(name, null);
        }

        /** A room within this one that has doors of its own. */
        Room without(String inner) {
            return new Room(name, "io.weighhouse." + name + "." + inner + "..");
        }

        ArchRule mayUse(String... rooms) {
            List<String> allowed = new ArrayList<>(List.of(rooms));
            allowed.add(name);
            return noClasses().that().resideInAPackage("io.weighhouse." + name + "..")
                    .and().resideOutsideOfPackages(apart == null ? new String[0] : new String[] { apart })
                    .should().dependOnClassesThat(DescribedPredicate.describe("are of other rooms",
                            (JavaClass used) -> used.getPackageName().startsWith("io.weighhouse")
                                    && allowed.stream().noneMatch(room -> isIn(used, room))));
        }

        private static boolean isIn(JavaClass used, String room) {
            String inRoom = "io.weighhouse." + room;
            return used.getPackageName().equals(inRoom) || used.getPackageName().startsWith(inRoom + ".");
        }
    }
}
