package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.model.Physics;

/**
 * Slices of computed tomography, measured by simulation each time they are drawn: mirrored and turned at random, projected along
 * strips as wide as the cells, which is another model than that of the reconstruction, with noise drawn anew.
 */
public final class CtPairs implements Supervised.Pairs {
    private final Slices slices;
    private final Projector measurement;
    private final Projector projector;
    private final NoiseModel noise;
    private final long seed;
    private final Physics physics;
    private final List<Supervised.Pair> validation;
    private final List<Supervised.Pair> test;

    /**
     * @param training slices as attenuations in 1/mm
     * @param validation of other subjects
     * @param test of other subjects again
     * @param beam on images of the slices' size
     * @param noise of line integrals
     * @param seed of all samples
     */
    public CtPairs(Slices training, Slices validation, Slices test, ParallelBeam beam, NoiseModel noise, long seed) {
        slices = training;
        measurement = beam.projector(Model.STRIP);
        projector = beam.projector();
        this.noise = noise;
        this.seed = seed;
        physics = Physics.resident(projector);
        this.validation = fixed(validation, -1_000_000);
        this.test = fixed(test, -2_000_000);
    }

    private List<Supervised.Pair> fixed(Slices of, long number) {
        List<Supervised.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < of.count(); i++) {
            pairs.add(pair(of.middle(i, projector.domain().size(0)), Draws.of(seed, number - i)));
        }
        return List.copyOf(pairs);
    }

    private Supervised.Pair pair(float[] truth, RandomGenerator random) {
        return new Supervised.Pair(noise.sample(measurement.apply(truth), random), truth);
    }

    @Override
    public Supervised.Pair training(long number) {
        RandomGenerator random = Draws.of(seed, number);
        return pair(slices.draw(random, projector.domain().size(0)), random);
    }

    @Override
    public List<Supervised.Pair> validation() {
        return validation;
    }

    @Override
    public List<Supervised.Pair> test() {
        return test;
    }

    @Override
    public Physics physics(List<Supervised.Pair> pairs) {
        return physics;
    }
}
