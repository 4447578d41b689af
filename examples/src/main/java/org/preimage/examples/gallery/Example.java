package org.preimage.examples.gallery;

import java.io.IOException;
import java.util.random.RandomGeneratorFactory;
import org.preimage.examples.benchmark.Case;
import org.preimage.examples.benchmark.Suites;
import org.preimage.examples.benchmark.Task;
import org.preimage.examples.data.Download;
import org.preimage.operators.space.Image;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.Methods;

/**
 * A benchmark's first image, measured, for a picture.
 *
 * @param task the operator
 * @param measured the image and its data, with noise of another seed than the benchmark's
 */
public record Example(Task task, Case measured) {
    private static final long SEED = 1;

    /** The first image of a task. */
    public static Example of(String suite, String name) throws IOException {
        Task task = Suites.named(suite).tasks(Download.defaultCache()).stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new Example(
                task,
                task.cases()
                        .make(RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(SEED))
                        .get(0));
    }

    /** The same as a scene, whose data have several coils. */
    public Scene scene(String measurement) {
        Image data = measured.data();
        return new Scene(
                measurement, measured.truth(), new InverseProblem(task.spec().operator(), data), Scene.firstCoil(data));
    }

    /** What a method with its defaults makes of it. */
    Image reconstruct(String method) {
        return Methods.named(LearnedMethods.all(), method)
                .withDefaults()
                .reconstruct(new InverseProblem(task.spec().operator(), measured.data()))
                .image();
    }
}
