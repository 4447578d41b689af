package org.preimage.reconstruction.solver;

import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.phase.PhaseRetrieval;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Vectors;

/**
 * Relaxed averaged alternating reflections for the magnitudes b of a wave z = A x, where projections alone soon stand still, as for
 * the far field of an object in zeros:
 *
 * <pre>
 * z' = B/2 (R_A R_M z + z) + (1 - B) P_M z,  R = 2 P - 1
 * </pre>
 *
 * with the projection P_M on waves of magnitudes b, and the projection P_A on waves A x of images, real ones non-negative if asked for.
 * The solution is the image of P_M z. For real images without sign in zeros, this and the hybrid input-output method of J. R. Fienup,
 * Phase retrieval algorithms: a comparison, Applied Optics 21, 1982, are close relatives.
 *
 * <p>D. R. Luke, Relaxed averaged alternating reflections for diffraction imaging, Inverse Problems 21, 2005.
 *
 * @param forward the measurement; its propagation must solve (A* A + rho 1) x = r in closed form
 * @param magnitudes b, in its range
 * @param relaxation B, from 0.5 to 1
 * @param nonNegative whether images are real and not negative
 */
public record RelaxedReflections(PhaseRetrieval forward, float[] magnitudes, double relaxation, boolean nonNegative)
        implements Iteration<RelaxedReflections.State> {
    /** Damping of the least squares of P_A, relative to |A|^2: far below rounding of the data. */
    private static final double DAMPING = 1e-7;

    public RelaxedReflections {
        forward.range().require("magnitudes", magnitudes);
        if (!(relaxation >= 0.5) || relaxation > 1) {
            throw new IllegalArgumentException("relaxation is " + relaxation + ", but must be from 0.5 to 1");
        }
        if (nonNegative && forward.domain().field() == Field.COMPLEX) {
            throw new IllegalArgumentException("the image is complex, but only real images can be kept non-negative");
        }
        if (forward.propagation().dampedNormal().isEmpty()) {
            throw new IllegalArgumentException(
                    "the propagation of the wave has no closed form of its least squares, which reflections need");
        }
    }

    /** All buffers of a run. */
    public static final class State {
        private final DampedNormal solver;
        private final double damping;
        private final float[] z;
        private final float[] measured;
        private final float[] reflected;
        private final float[] back;
        private final float[] x;
        private double gap = Double.NaN;

        private State(LinearOperator a, float[] x0) {
            solver = a.dampedNormal().orElseThrow();
            damping = DAMPING * a.norm() * a.norm();
            x = x0.clone();
            back = new float[x0.length];
            z = a.apply(x0);
            measured = new float[z.length];
            reflected = new float[z.length];
        }
    }

    @Override
    public State start(float[] x0) {
        forward.domain().require("x0", x0);
        return new State(forward.propagation(), x0);
    }

    @Override
    public void step(State s) {
        LinearOperator a = forward.propagation();
        measure(s.z, s.measured);
        Vectors.combine(2, s.measured, -1, s.z, s.reflected);
        project(s, s.reflected);
        // reflected still holds R_M z; its reflection at the images is 2 A x - R_M z.
        float[] wave = a.apply(s.x);
        float b = (float) relaxation;
        for (int i = 0; i < s.z.length; i++) {
            s.z[i] = b / 2 * (2 * wave[i] - s.reflected[i] + s.z[i]) + (1 - b) * s.measured[i];
        }
        measure(s.z, s.measured);
        project(s, s.measured);
        a.apply(s.x, wave);
        s.gap = Math.sqrt(Vectors.distanceSquared(wave, s.measured));
    }

    /** P_M: keeps the phase, and puts the measured magnitude. */
    private void measure(float[] z, float[] out) {
        for (int i = 0; i < magnitudes.length; i++) {
            float re = z[2 * i];
            float im = z[2 * i + 1];
            float size = (float) Math.sqrt(re * re + im * im);
            out[2 * i] = size == 0 ? magnitudes[i] : magnitudes[i] * (re / size);
            out[2 * i + 1] = size == 0 ? 0 : magnitudes[i] * (im / size);
        }
    }

    /** The image whose wave is nearest. */
    private void project(State s, float[] wave) {
        forward.propagation().adjoint(wave, s.back);
        s.solver.solve(s.damping, s.back, s.x);
        if (nonNegative) {
            for (int i = 0; i < s.x.length; i++) {
                s.x[i] = Math.max(0, s.x[i]);
            }
        }
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** How far the nearest wave of an image is from one of the measured magnitudes, relative to the data. */
    @Override
    public double residual(State s) {
        double size = Vectors.norm(magnitudes);
        return size == 0 ? 0 : s.gap / size;
    }

    @Override
    public double objective(State s) {
        return s.gap * s.gap / 2;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("relaxation", relaxation);
        c.array("z", s.z);
        c.array("x", s.x);
        s.gap = c.number("gap", s.gap);
    }
}
