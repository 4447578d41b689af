package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.mri.simulation.PolynomialPhase;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Slices of subjects, mirrored and turned at random where that is allowed; as complex images they get a random smooth phase.
 *
 * @param slices to learn from
 * @param held of other subjects, for validation, in the middle
 * @param unseen of others again, for tests, in the middle
 * @param size side of the square parts
 * @param turned whether parts are mirrored and turned
 * @param complex whether images have a phase
 * @param seed of all
 */
public record SliceImages(
        Slices slices, Slices held, Slices unseen, int size, boolean turned, boolean complex, long seed)
        implements Images {
    @Override
    public Space space() {
        Space space = Space.image(size, size, 1);
        return complex ? space.complex() : space;
    }

    @Override
    public float[] training(long number) {
        RandomGenerator random = Draws.of(seed, number);
        float[] part = turned
                ? slices.draw(random, size)
                : slices.middle(random.nextInt(slices.count()), size).clone();
        return complex ? withPhase(part, random) : part;
    }

    @Override
    public List<float[]> validation() {
        return all(held, -1_000_000);
    }

    @Override
    public List<float[]> test() {
        return all(unseen, -2_000_000);
    }

    private List<float[]> all(Slices of, long number) {
        List<float[]> out = new ArrayList<>();
        for (int i = 0; i < of.count(); i++) {
            float[] part = of.middle(i, size);
            out.add(complex ? withPhase(part, Draws.of(seed, number - i)) : part);
        }
        return out;
    }

    /** A smooth phase about a mean that is as likely anywhere. */
    private float[] withPhase(float[] magnitude, RandomGenerator random) {
        Image smooth = PolynomialPhase.random(MriPairs.PHASE_ORDER, MriPairs.PHASE_SPREAD, random)
                .applyTo(new Image(Space.image(size, size, 1), magnitude));
        double turn = 2 * Math.PI * random.nextDouble();
        float[] x = smooth.data();
        for (int i = 0; i < x.length; i += 2) {
            double re = x[i] * Math.cos(turn) - x[i + 1] * Math.sin(turn);
            x[i + 1] = (float) (x[i] * Math.sin(turn) + x[i + 1] * Math.cos(turn));
            x[i] = (float) re;
        }
        return x;
    }
}
