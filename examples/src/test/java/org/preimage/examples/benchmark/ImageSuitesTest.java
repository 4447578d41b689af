package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;

/** The suites of real images: that their data are what they say, and that methods and tasks fit. */
class ImageSuitesTest {
    static Stream<Suite> suites() {
        return Stream.of("denoise", "deblur", "inpaint", "superres", "compressed-sensing")
                .map(Suites::named);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void truthExplainsTheData(Suite suite) throws IOException {
        for (Task task : suite.tasks(Path.of("."))) {
            List<Case> cases = task.cases()
                    .make(RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1));
            assertEquals(4, cases.size());
            for (Case image : cases) {
                task.spec().range().requireShape("data", image.data().space());
                assertEquals(
                        task.spec().domain().size(0) - 2 * image.margin(),
                        image.truth().space().size(0));
                if (image.margin() == 0) {
                    float[] clean = task.spec().operator().apply(image.truth().data());
                    double misfit = Math.sqrt(
                            Vectors.distanceSquared(clean, image.data().data()));
                    assertTrue(misfit > 0 && misfit < 0.9 * Vectors.norm(clean), task.name() + " " + misfit);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void everyTaskHasMethods(Suite suite) throws IOException {
        List<Method> all = Methods.classical();
        for (Task task : suite.tasks(Path.of("."))) {
            long fitting = suite.methods().stream()
                    .filter(text -> task.fits(Contestant.parse(all, text).method()))
                    .count();
            assertEquals(suite.methods().size(), fitting, task.name());
        }
    }
}
