package org.preimage.priors.training;

import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;

/**
 * Self-supervision by data undersampling: the points of k-space that were measured are divided at random; the model sees one
 * part, and its image is to agree with the other, by the sum of the relative errors in the norms of l2 and l1. A square about the
 * centre is always seen.
 *
 * <p>B. Yaman, S. A. H. Hosseini, S. Moeller, J. Ellermann, K. Ugurbil, M. Akcakaya, "Self-supervised learning of physics-guided
 * reconstruction neural networks without fully sampled reference data", Magn. Reson. Med. 84 (2020); points are left out
 * uniformly.
 */
public final class MeasurementSplitting extends SelfSupervised {
    private static final int CENTRE = 4;

    private final double fraction;

    /**
     * @param model what is trained
     * @param pairs whose operators are {@link CartesianMri}
     * @param fraction of the measured points that the model does not see, between 0 and 1, as 0.4
     * @param seed of the division
     */
    public MeasurementSplitting(Model model, Supervised.Pairs pairs, double fraction, long seed) {
        super(model, pairs, seed);
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("fraction is " + fraction + ", but must be between 0 and 1");
        }
        this.fraction = fraction;
    }

    @Override
    Var loss(Tape tape, Supervised.Pair pair, RandomGenerator random) {
        if (!(pair.operator() instanceof CartesianMri mri)) {
            throw new IllegalArgumentException(
                    "the operator is " + pair.operator() + ", but measurements are split for Cartesian MRI");
        }
        boolean[] seen = mri.mask().toArray();
        boolean[] aim = new boolean[seen.length];
        int columns = mri.mask().space().size(0);
        int rows = seen.length / columns;
        for (int i = 0; i < seen.length; i++) {
            boolean centre =
                    Math.abs(i % columns - columns / 2) < CENTRE / 2 && Math.abs(i / columns - rows / 2) < CENTRE / 2;
            if (seen[i] && !centre && random.nextDouble() < fraction) {
                seen[i] = false;
                aim[i] = true;
            }
        }
        CartesianMri given = mri.with(new SamplingMask(mri.mask().space(), seen));
        CartesianMri left = mri.with(new SamplingMask(mri.mask().space(), aim));
        Physics physics = Physics.of(List.of(given));
        Var x = model().reconstruct(tape, physics, tape.constant(scaled(kept(pair.data(), seen), physics)));
        Var predicted = tape.operator(List.of(left), x);
        Tensor target = Samples.tensor(kept(pair.data(), aim), left.range());
        // The absolute value of a complex number is taken of its parts, by which l1 differs by at most a root of 2.
        Tensor size = target.square().sum().sqrt();
        Tensor sum = target.abs().sum();
        return tape.segment(
                (w, in) -> {
                    Tensor error = in[0].minus(target);
                    return error.square()
                            .sum()
                            .affine(1, 1e-20)
                            .sqrt()
                            .over(size)
                            .plus(error.abs().sum().over(sum));
                },
                predicted);
    }

    private static float[] kept(float[] data, boolean[] mask) {
        float[] out = new float[data.length];
        for (int i = 0; i < data.length; i++) {
            out[i] = mask[i / 2 % mask.length] ? data[i] : 0;
        }
        return out;
    }
}
