package io.sealane.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import io.sealane.house.planted.json.Reader;
import io.sealane.house.planted.seal.Wax;
import io.sealane.house.planted.stray.Stray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** The walls of the core stand, and each of them would be missed: planted classes break it. */
class ArchitectureTest {
    private static final String CORE = "io.sealane.core";
    private static final String RUIN = "io.sealane.house.planted";

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(CORE);
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(RUIN);

    static Stream<Walls.Ban> bans() {
        return Walls.BANS.stream();
    }

    @Test
    void packages_of_the_core_depend_one_way() {
        Walls.oneWay(CORE).check(HOUSE);
        Walls.noCycles(CORE).check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("bans")
    void the_core_does_without(Walls.Ban ban) {
        Walls.without(CORE, ban).check(HOUSE);
    }

    @Test
    void methods_of_the_core_are_plain() {
        Walls.plainMethods(CORE).check(HOUSE);
    }

    @Test
    void every_package_of_the_core_is_null_marked() {
        Walls.nullMarked(CORE).check(HOUSE);
    }

    @Test
    void modules_depend_one_way() {
        assertThat(ModuleRules.faultsIn(Checkout.find())).isEmpty();
    }

    // Each rule can fail.

    @Test
    void finds_a_package_that_uses_a_later_one() {
        assertThat(faults(Walls.oneWay(RUIN)))
                .anyMatch(fault -> fault.contains(Reader.class.getName() + ".seal"))
                .anyMatch(fault -> fault.equals(Stray.class.getName() + " is in no known package"))
                .noneMatch(fault -> fault.contains(Wax.class.getName() + ".reader"));
    }

    @Test
    void finds_a_cycle() {
        assertThat(faults(Walls.noCycles(RUIN))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("bans")
    void finds_what_the_core_does_without(Walls.Ban ban) {
        String planted = "." + ban.name().replace(' ', '_') + "(";
        assertThat(faults(Walls.without(RUIN, ban)))
                .isNotEmpty()
                .allMatch(fault -> fault.contains(planted), "is planted as " + planted);
    }

    @Test
    void finds_a_method_that_answers_later() {
        assertThat(faults(Walls.plainMethods(RUIN)))
                .anyMatch(fault -> fault.contains(".answers_later("))
                .anyMatch(fault -> fault.contains(".is_answered_later("));
    }

    @Test
    void finds_a_package_that_is_not_null_marked() {
        assertThat(faults(Walls.nullMarked(RUIN))).containsOnly(RUIN + ".bare");
    }

    @Test
    void finds_a_module_that_depends_on_the_node() {
        String pom =
                """
                <project><artifactId>sealane-audit</artifactId><dependencies>
                <dependency><artifactId>sealane-core</artifactId></dependency>
                <dependency><artifactId>sealane-node</artifactId></dependency>
                <dependency><artifactId>sealane-certs-dev</artifactId><scope>test</scope></dependency>
                </dependencies></project>
                """;
        assertThat(ModuleRules.faultsIn(pom))
                .containsExactly("sealane-audit may not depend on sealane-node");
    }

    private static List<String> faults(ArchRule rule) {
        return rule.evaluate(PLANTED).getFailureReport().getDetails();
    }
}
