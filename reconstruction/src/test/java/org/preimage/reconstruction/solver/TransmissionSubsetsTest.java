package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.functional.Huber;
import org.preimage.reconstruction.functional.TransmissionLikelihood;

/** Subsets of a transmission scan keep the contract, and lead to the maximum a posteriori. */
class TransmissionSubsetsTest {
    private static Projector tomography() {
        return ParallelBeam.halfTurn(Space.image(2, 2, 1), 3, 1, 4).projector();
    }

    private static final float[] PIXELS = {1, 0.5f, 2, 0.25f};

    private static float[] gaussian(int n) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** Consistent counts: the likelihood's maximum is the truth. */
    @Nested
    class TransmissionContract extends IterationContract<TransmissionSubsets.State> {
        @Override
        protected Iteration<TransmissionSubsets.State> iteration() {
            Projector a = tomography();
            float[] t = a.apply(PIXELS);
            for (int i = 0; i < t.length; i++) {
                t[i] = (float) Math.exp(-t[i]);
            }
            ViewSubsets views = new ViewSubsets(a, 2, ViewOrder.GOLDEN);
            return new TransmissionSubsets(views, t, 100, 1, 0, null, 0);
        }

        @Override
        protected float[] minimiser() {
            return PIXELS;
        }

        @Override
        protected double smallResidual() {
            return 1e-6;
        }
    }

    /** With contradicting counts, smoothing and decay: the projected gradient of the whole objective vanishes. */
    @Test
    void decayLeadsToTheMaximumAPosteriori() {
        Projector a = ParallelBeam.halfTurn(Space.image(6, 6, 1), 7, 1, 8).projector();
        float[] t = gaussian(a.range().length());
        for (int i = 0; i < t.length; i++) {
            t[i] = (float) Math.exp(-Math.abs(t[i]));
        }
        t[20] = 0;
        Gradient gradient = new Gradient(a.domain());
        for (double delta : new double[] {0.02, Double.POSITIVE_INFINITY}) {
            Huber smoothness = new Huber(gradient.range(), 40, delta);
            double whole = left(new ViewSubsets(a, 1, ViewOrder.GOLDEN), t, smoothness, 0);
            assertTrue(whole < 1e-3, "one subset leaves " + whole);
            ViewSubsets four = new ViewSubsets(a, 4, ViewOrder.GOLDEN);
            double decaying = left(four, t, smoothness, 0.1);
            assertTrue(decaying < 2e-3, "decay leaves " + decaying);
            double constant = left(four, t, smoothness, 0);
            assertTrue(constant > 5 * decaying, "a constant relaxation cycles, and leaves " + constant);
        }
    }

    /** The share of the objective's slope at zero that is left after many sweeps. */
    private static double left(ViewSubsets views, float[] t, Huber smoothness, double decay) {
        Projector a = views.whole();
        Gradient gradient = new Gradient(a.domain());
        TransmissionSubsets method = new TransmissionSubsets(views, t, 100, 1, decay, smoothness, 0);
        float[] zero = a.domain().zeros();
        float[] x = new Runner("test", Stopping.at(1500, 0)).run(method, zero).solution();
        return Vectors.norm(slope(a, t, gradient, smoothness, x))
                / Vectors.norm(slope(a, t, gradient, smoothness, zero));
    }

    private static float[] slope(Projector a, float[] t, Gradient gradient, Huber smoothness, float[] x) {
        float[] g = a.range().zeros();
        new TransmissionLikelihood(a.range(), t, 100).gradient(a.apply(x), g);
        float[] sum = a.adjoint(g);
        float[] z = gradient.range().zeros();
        smoothness.gradient(gradient.apply(x), z);
        Vectors.add(1, gradient.adjoint(z), sum);
        for (int i = 0; i < sum.length; i++) {
            // The projected gradient: what is left of a short step within x >= 0.
            sum[i] = Math.min(sum[i], 1e3f * x[i]);
        }
        return sum;
    }
}
