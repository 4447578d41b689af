package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;

/**
 * Noise2Inverse: every K-th view of a scan is left out, and what the model makes of the other views is to be the filtered
 * back-projection of those left out. The noise of both is independent, so that the mean of what can be predicted is the image
 * (strategy X:1).
 *
 * <p>A. A. Hendriksen, D. M. Pelt, K. J. Batenburg, "Noise2Inverse: self-supervised deep convolutional denoising for tomography",
 * IEEE Trans. Comput. Imaging 6 (2020).
 */
public final class Noise2Inverse extends SelfSupervised {
    private final Loss loss;
    private final int cells;
    private final List<int[]> others = new ArrayList<>();
    private final List<int[]> left = new ArrayList<>();
    private final List<Physics> seen = new ArrayList<>();
    private final List<Physics> aim = new ArrayList<>();

    /**
     * @param model for parallel beams of any number of views
     * @param pairs scans of the beam
     * @param beam equally spaced views
     * @param splits K, which divides the number of views
     * @param loss distance of images
     * @param seed of which part is left out
     */
    public Noise2Inverse(Model model, Supervised.Pairs pairs, ParallelBeam beam, int splits, Loss loss, long seed) {
        super(model, pairs, seed);
        this.loss = loss;
        double[] angles = beam.angles();
        if (splits < 2 || angles.length % splits != 0 || angles.length / splits < 2) {
            throw new IllegalArgumentException("splits is " + splits + ", but must be from 2 to half of the "
                    + angles.length + " views and divide their number");
        }
        cells = beam.detectors();
        for (int j = 0; j < splits; j++) {
            int part = j;
            left.add(views(angles.length, i -> i % splits == part));
            others.add(views(angles.length, i -> i % splits != part));
            aim.add(physics(beam, left.get(j)));
            seen.add(physics(beam, others.get(j)));
        }
    }

    private static int[] views(int count, IntPredicate kept) {
        return IntStream.range(0, count).filter(kept).toArray();
    }

    private static Physics physics(ParallelBeam beam, int[] views) {
        double[] degrees = new double[views.length];
        for (int i = 0; i < views.length; i++) {
            degrees[i] = beam.angles()[views[i]];
        }
        return Physics.of(beam.withAngles(degrees).projector());
    }

    private float[] rows(float[] sinogram, int[] views) {
        float[] out = new float[views.length * cells];
        for (int i = 0; i < views.length; i++) {
            System.arraycopy(sinogram, views[i] * cells, out, i * cells, cells);
        }
        return out;
    }

    @Override
    Var loss(Tape tape, Supervised.Pair pair, RandomGenerator random) {
        int j = random.nextInt(left.size());
        Tensor target = aim.get(j)
                .direct(tape, tape.constant(scaled(rows(pair.data(), left.get(j)), aim.get(j))))
                .value();
        Tensor data = scaled(rows(pair.data(), others.get(j)), seen.get(j));
        Var x = model().reconstruct(tape, seen.get(j), tape.constant(data));
        return tape.segment((w, in) -> loss.of(in[0], target), x);
    }
}
