package org.preimage.examples.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.spec.OperatorSpec;

/**
 * One line of a benchmark: an operator, and images measured with it.
 *
 * @param name lower case with hyphens
 * @param description what is measured and how, in a few sentences
 * @param measuredAgainst what PSNR and SSIM compare with, in words
 * @param unit unit of the image's values, for the pictures; empty where there is none
 * @param spec the operator
 * @param cases makes the images from a generator whose seed depends on the benchmark's seed and the task's name only
 */
public record Task(
        String name, String description, String measuredAgainst, String unit, OperatorSpec spec, Cases cases) {
    /** Makes the cases of a task. */
    @FunctionalInterface
    public interface Cases {
        List<Case> make(RandomGenerator random) throws IOException;
    }
}
