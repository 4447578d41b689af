package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.priors.model.Physics;

/** Ellipses of a published experiment, made when they are asked for, each only once in a training. */
public final class PhantomPairs implements Supervised.Pairs {
    private final SparseViewExperiment experiment;
    private final long seed;
    private final List<Supervised.Pair> validation;
    private final Physics physics;

    /**
     * @param experiment phantoms, geometry and noise
     * @param seed of all samples
     * @param validations samples for validation
     */
    public PhantomPairs(SparseViewExperiment experiment, long seed, int validations) {
        this.experiment = experiment;
        this.seed = seed;
        physics = Physics.resident(experiment.projector());
        List<Supervised.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < validations; i++) {
            pairs.add(pair(Split.VALIDATION, i));
        }
        validation = List.copyOf(pairs);
    }

    private Supervised.Pair pair(Split split, int index) {
        Sample sample = experiment.ellipses(split, seed, index);
        float[] data = sample.data();
        // The physics are those of the projector itself.
        for (int i = 0; i < data.length; i++) {
            data[i] *= (float) experiment.divisor();
        }
        return new Supervised.Pair(data, sample.truth());
    }

    @Override
    public Supervised.Pair training(long number) {
        return pair(Split.TRAINING, Math.toIntExact(number));
    }

    @Override
    public List<Supervised.Pair> validation() {
        return validation;
    }

    @Override
    public Physics physics(List<Supervised.Pair> pairs) {
        return physics;
    }
}
