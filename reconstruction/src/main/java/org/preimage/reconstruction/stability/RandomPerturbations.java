package org.preimage.reconstruction.stability;

import java.util.random.RandomGenerator;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;

/**
 * White noise of the given size, drawn anew each time: what any search should beat, and with one draw what chance does.
 *
 * @param reconstructions how many draws, at least 1; the start counts as one where it is given
 */
public record RandomPerturbations(int reconstructions) implements PerturbationSearch {
    public RandomPerturbations {
        Trial.requireBudget(reconstructions);
    }

    @Override
    public Perturbation search(
            Reconstructor reconstructor,
            InverseProblem problem,
            Image before,
            double size,
            float[] start,
            RandomGenerator random,
            Listener... listeners) {
        Trial trial = new Trial(problem, before, size, reconstructions, listeners);
        float[] e = trial.start(start, random);
        trial.count(e, trial.reconstructed(reconstructor, e));
        while (trial.goesOn()) {
            e = trial.sized(trial.noise(random));
            trial.count(e, trial.reconstructed(reconstructor, e));
        }
        return trial.worst();
    }
}
