package org.preimage.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module diamond, the import rules, and no package cycles: the map in the README, held by a test. */
@AnalyzeClasses(
        packages = "org.preimage",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    /** The contracts travel in test jars, which ArchUnit's own option does not know. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar") && !location.contains("/jmh_generated/");
        }
    }

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.preimage.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule operatorsKnowNoOtherModule = noClasses()
            .that()
            .resideInAPackage("org.preimage.operators..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.preimage.reconstruction..",
                    "org.preimage.priors..",
                    "org.preimage.uncertainty..",
                    "org.preimage.plugins..",
                    "org.preimage.examples..");

    @ArchTest
    static final ArchRule reconstructionKnowsOnlyOperators = noClasses()
            .that()
            .resideInAPackage("org.preimage.reconstruction..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.preimage.priors..",
                    "org.preimage.uncertainty..",
                    "org.preimage.plugins..",
                    "org.preimage.examples..");

    @ArchTest
    static final ArchRule priorsKnowNothingAboveThem = noClasses()
            .that()
            .resideInAPackage("org.preimage.priors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.preimage.uncertainty..", "org.preimage.plugins..", "org.preimage.examples..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule uncertaintyKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAPackage("org.preimage.uncertainty..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.preimage.plugins..", "org.preimage.examples..");

    /** Samples and standard deviations reach it through the types of reconstruction, whatever made them. */
    @ArchTest
    static final ArchRule judgingUncertaintyNeedsNoNetwork = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.preimage.uncertainty.prediction..",
                    "org.preimage.uncertainty.score..",
                    "org.preimage.uncertainty.calibration..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.preimage.priors..", "ai.djl..");

    @ArchTest
    static final ArchRule pluginsAndExamplesAreStrangers = noClasses()
            .that()
            .resideInAPackage("org.preimage.plugins..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.preimage.examples..");

    @ArchTest
    static final ArchRule onlyLearnedComponentsKnowDjl = noClasses()
            .that()
            .resideOutsideOfPackages("org.preimage.priors..", "org.preimage.uncertainty..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule onlyPluginsKnowFiji = noClasses()
            .that()
            .resideOutsideOfPackage("org.preimage.plugins..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ij..", "org.scijava..");

    @ArchTest
    static final ArchRule onePackageReadsImgLib2 = noClasses()
            .that()
            .resideOutsideOfPackages("org.preimage.operators.imglib..", "org.preimage.operators.parallel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.imglib2..");

    @ArchTest
    static final ArchRule threadsComeFromOnePackage = noClasses()
            .that()
            .resideOutsideOfPackage("org.preimage.operators.parallel..")
            .and()
            .resideOutsideOfPackage("org.preimage.examples..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.concurrent\\.(Executors|ForkJoinPool|ThreadPoolExecutor)");

    @ArchTest
    static final ArchRule randomnessIsGiven = noClasses()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");
}
