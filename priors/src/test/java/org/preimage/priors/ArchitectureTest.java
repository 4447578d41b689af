package org.preimage.priors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The order of packages, and what keeps DJL's silent corruption of gradients away. */
@AnalyzeClasses(packages = "org.preimage.priors", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.preimage.priors.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onePackageKnowsDjl = noClasses()
            .that()
            .resideOutsideOfPackage("org.preimage.priors.tensor..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule weightsKnowNoTensors = noClasses()
            .that()
            .resideInAPackage("org.preimage.priors.weights..")
            .should()
            .dependOnClassesThat(inOtherPackagesThan("weights"));

    @ArchTest
    static final ArchRule tensorsKnowNoNetworks = noClasses()
            .that()
            .resideInAPackage("org.preimage.priors.tensor..")
            .should()
            .dependOnClassesThat(inOtherPackagesThan("weights", "tensor"));

    @ArchTest
    static final ArchRule networksKnowNoTraining = noClasses()
            .that()
            .resideInAPackage("org.preimage.priors.network..")
            .should()
            .dependOnClassesThat(inOtherPackagesThan("weights", "tensor", "network"));

    /**
     * In DJL 0.35.1 such a number lies in memory that a collection of garbage frees before the backward pass, whereupon gradients
     * are silently wrong. The same holds for blocks, losses and activations of DJL that use them.
     */
    @ArchTest
    static final ArchRule noNumberEntersAGraph = noClasses().should().callMethodWhere(aNumberIsGivenToAnArray());

    @ArchTest
    static final ArchRule noLayersOfDjl = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl.nn..", "ai.djl.training..", "ai.djl.basicmodelzoo..");

    private static DescribedPredicate<JavaClass> inOtherPackagesThan(String... names) {
        return DescribedPredicate.describe("in other packages of this module than " + String.join(", ", names), c -> {
            String name = c.getPackageName();
            boolean allowed = !name.startsWith("org.preimage.priors.");
            for (String own : names) {
                allowed |= (name + ".").startsWith("org.preimage.priors." + own + ".");
            }
            return !allowed;
        });
    }

    private static DescribedPredicate<JavaCall<?>> aNumberIsGivenToAnArray() {
        return DescribedPredicate.describe(
                "a Number is given to an NDArray",
                call -> call.getTargetOwner().isAssignableTo(NDArray.class)
                                && call.getTarget().getRawParameterTypes().stream()
                                        .anyMatch(t -> t.isEquivalentTo(Number.class))
                        || call.getTargetOwner().getName().equals("ai.djl.ndarray.NDArrays"));
    }

    /** What the rule forbids; never called. */
    static final class Forbidden {
        NDArray doubled(NDArray x) {
            return x.mul(2);
        }
    }

    @Test
    void theRuleAgainstNumbersSeesThem() {
        assertFalse(noNumberEntersAGraph
                .evaluate(new ClassFileImporter().importClasses(Forbidden.class))
                .getFailureReport()
                .isEmpty());
    }
}
