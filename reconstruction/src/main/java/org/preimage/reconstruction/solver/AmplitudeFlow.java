package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;
import org.preimage.operators.phase.PhaseRetrieval;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Vectors;

/**
 * Gradient descent for the magnitudes b of a wave, min 1/2 | |A x| - b |<sup>2</sup>:
 *
 * <pre>
 * x' = x - t A*(z - b z / |z|),  z = A x
 * </pre>
 *
 * With t = 1/|A|<sup>2</sup> the misfit never grows, since the step minimises a quadratic that lies above it and touches it at x. Not
 * convex: the start decides ({@link #spectralStart}). From there and with enough random measurements the distance to the image, up
 * to a global phase, falls linearly.
 *
 * <p>H. Zhang, Y. Zhou, Y. Liang and Y. Chi, A nonconvex approach for phase retrieval: reshaped Wirtinger flow and incremental
 * algorithms, J. Machine Learning Research 18, 2017; E. J. Candes, X. Li and M. Soltanolkotabi, Phase retrieval via Wirtinger flow,
 * IEEE Trans. Inf. Theory 61, 2015.
 *
 * @param forward the measurement
 * @param magnitudes b, in its range
 * @param step t
 * @param nonNegative whether negative values of a real image become zero after each step
 */
public record AmplitudeFlow(PhaseRetrieval forward, float[] magnitudes, double step, boolean nonNegative)
        implements Iteration<AmplitudeFlow.State> {
    /** Intensities above this multiple of their mean are left out of the spectral start. */
    private static final double TRUNCATION = 9;

    public AmplitudeFlow {
        forward.range().require("magnitudes", magnitudes);
        GradientDescent.requireStep(step);
        if (nonNegative && forward.domain().field() == Field.COMPLEX) {
            throw new IllegalArgumentException("the image is complex, but only real images can be kept non-negative");
        }
    }

    /** With the largest step for which the misfit surely falls. */
    public AmplitudeFlow(PhaseRetrieval forward, float[] magnitudes, boolean nonNegative) {
        this(forward, magnitudes, 1 / Math.pow(forward.propagation().normBound(), 2), nonNegative);
    }

    /**
     * The direction in which most of the larger intensities are seen, by the power method, scaled to the data's energy: the leading
     * eigenvector of A* diag(b<sup>2</sup>, if b<sup>2</sup> &lt;= 9 mean b<sup>2</sup>) A.
     *
     * <p>Y. Chen and E. J. Candes, Solving random quadratic systems of equations is nearly as easy as solving linear systems,
     * Communications on Pure and Applied Mathematics 70, 2017.
     *
     * @param x0 any start of the power method that is not zero; not changed
     * @param steps of the power method
     */
    public static float[] spectralStart(PhaseRetrieval forward, float[] magnitudes, float[] x0, int steps) {
        LinearOperator a = forward.propagation();
        double mean = Vectors.normSquared(magnitudes) / magnitudes.length;
        float[] x = x0.clone();
        for (int k = 0; k < steps; k++) {
            float[] z = a.apply(x);
            for (int i = 0; i < magnitudes.length; i++) {
                double square = (double) magnitudes[i] * magnitudes[i];
                float weight = square <= TRUNCATION * mean ? (float) (square / mean) : 0;
                z[2 * i] *= weight;
                z[2 * i + 1] *= weight;
            }
            a.adjoint(z, x);
            double size = Vectors.norm(x);
            if (size == 0) {
                return x0.clone();
            }
            Vectors.scale(1 / size, x);
        }
        Vectors.scale(Vectors.norm(magnitudes) / Vectors.norm(a.apply(x)), x);
        return x;
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] wave;
        private final float[] gradient;
        private double misfit = Double.NaN;

        private State(float[] x0, int wave) {
            x = x0.clone();
            this.wave = new float[wave];
            gradient = new float[x0.length];
        }
    }

    @Override
    public State start(float[] x0) {
        forward.domain().require("x0", x0);
        return new State(x0, forward.propagation().range().length());
    }

    @Override
    public void step(State s) {
        forward.propagation().apply(s.x, s.wave);
        s.misfit = replaceByMisfit(s.wave, magnitudes);
        forward.propagation().adjoint(s.wave, s.gradient);
        Vectors.add(-step, s.gradient, s.x);
        if (nonNegative) {
            for (int i = 0; i < s.x.length; i++) {
                s.x[i] = Math.max(0, s.x[i]);
            }
        }
    }

    /** z becomes z - b z / |z|; where z is zero its phase is taken for 0. Returns 1/2 | |z| - b |^2. */
    private static double replaceByMisfit(float[] z, float[] b) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            float size = (float) Math.sqrt(z[2 * i] * z[2 * i] + z[2 * i + 1] * z[2 * i + 1]);
            sum += (double) (size - b[i]) * (size - b[i]);
            if (size == 0) {
                z[2 * i] = -b[i];
            } else {
                float factor = 1 - b[i] / size;
                z[2 * i] *= factor;
                z[2 * i + 1] *= factor;
            }
        }
        return sum / 2;
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** The misfit before the last step relative to the data, | |A x| - b | / |b|. */
    @Override
    public double residual(State s) {
        double size = Vectors.norm(magnitudes);
        return size == 0 ? 0 : Math.sqrt(2 * s.misfit) / size;
    }

    @Override
    public double objective(State s) {
        return replaceByMisfit(forward.propagation().apply(s.x), magnitudes);
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("step", step);
        c.array("x", s.x);
        s.misfit = c.number("misfit", s.misfit);
    }
}
