package org.preimage.examples.benchmark;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.reconstruction.method.Method;

/**
 * One line of a benchmark: an operator, and images measured with it.
 *
 * @param name lower case with hyphens
 * @param description what is measured and how, in a few sentences
 * @param measuredAgainst what PSNR, SSIM and NRMSE compare with, and on which pixels, in words
 * @param unit unit of the image's values, for the pictures; empty where there is none
 * @param spec the operator
 * @param level where it stands among tasks that differ in one quantity; null where there are none
 * @param unfit methods that take operators of this kind but not this one, as homodyne where all of k-space is
 *     measured, with all settings or with those written behind them, and that are left out
 * @param cases makes the images from a generator whose seed depends on the benchmark's seed and the task's name only
 */
public record Task(
        String name,
        String description,
        String measuredAgainst,
        String unit,
        OperatorSpec spec,
        Level level,
        Set<String> unfit,
        Cases cases) {
    public Task {
        unfit = Set.copyOf(unfit);
    }

    /** A task for all methods that take operators of its kind. */
    public Task(String name, String description, String measuredAgainst, String unit, OperatorSpec spec, Cases cases) {
        this(name, description, measuredAgainst, unit, spec, null, Set.of(), cases);
    }

    /** The same as one of a series of tasks that differ in one quantity. */
    Task at(String series, String quantity, double value) {
        return new Task(
                name, description, measuredAgainst, unit, spec, new Level(series, quantity, value), unfit, cases);
    }

    /** Whether a method takes it. */
    boolean fits(Method method) {
        return method.takes(spec.name()) && !unfit.contains(method.name());
    }

    /** Whether a method takes it with the settings it has. */
    boolean fits(Contestant contestant) {
        return fits(contestant.method()) && !unfit.contains(contestant.text());
    }

    /** The same without some methods more. */
    Task without(Set<String> others) {
        Set<String> all = new HashSet<>(unfit);
        all.addAll(others);
        return new Task(name, description, measuredAgainst, unit, spec, level, all, cases);
    }

    /** Makes the cases of a task. */
    @FunctionalInterface
    public interface Cases {
        List<Case> make(RandomGenerator random) throws IOException;
    }
}
