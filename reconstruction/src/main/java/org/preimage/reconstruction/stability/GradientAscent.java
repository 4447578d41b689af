package org.preimage.reconstruction.stability;

import java.util.random.RandomGenerator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.DifferentiableReconstructor;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;

/**
 * Gradient ascent with momentum on the sphere |e| = size. With g = J<sub>R</sub>(y + e)* (R(y + e) - R(y)),
 *
 * <pre>
 * v &lt;- momentum v + g / |g|
 * e &lt;- size (e / size + step v) / |e / size + step v|.
 * </pre>
 *
 * <p>Where the change does not grow, the search goes back to the worst e found, forgets the momentum and halves the step, which
 * grows again by and by. For a linear R this is the power method on R* R, shifted and with momentum: the gain tends to the largest singular value of R,
 * whatever the size. Each step takes one reconstruction with its derivative.
 *
 * @param reconstructions how many at most, at least 1
 * @param step first step, relative to the size, positive
 * @param momentum at least 0 and below 1
 */
public record GradientAscent(int reconstructions, double step, double momentum) implements PerturbationSearch {
    private static final double STEP = 2;
    private static final double MOMENTUM = 0.8;

    private static final double LONGER = 1.3;

    /** Steps so short change nothing any more. */
    private static final double SHORTEST = 1e-4;

    public GradientAscent {
        Trial.requireBudget(reconstructions);
        if (!(step > 0) || !(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("step and momentum are " + step + " and " + momentum
                    + ", but the step must be positive and the momentum at least 0 and below 1");
        }
    }

    /** With the step and momentum that serve most methods. */
    public static GradientAscent of(int reconstructions) {
        return new GradientAscent(reconstructions, STEP, MOMENTUM);
    }

    /** @throws IllegalArgumentException also if the reconstructor is no {@link DifferentiableReconstructor} */
    @Override
    public Perturbation search(
            Reconstructor reconstructor,
            InverseProblem problem,
            Image before,
            double size,
            float[] start,
            RandomGenerator random,
            Listener... listeners) {
        if (!(reconstructor instanceof DifferentiableReconstructor r)) {
            throw new IllegalArgumentException("gradient ascent needs a method with a derivative, but "
                    + reconstructor.getClass().getSimpleName() + " has none");
        }
        Trial trial = new Trial(problem, before, size, reconstructions, listeners);
        float[] e = trial.start(start, random);
        float[] gradient = new float[e.length];
        float[] steepest = new float[e.length];
        float[] v = new float[e.length];
        double length = step;
        while (trial.goesOn() && length >= SHORTEST) {
            Image image = r.vjp(Perturbation.added(problem, e), trial::difference, gradient);
            if (trial.count(e, image)) {
                double norm = Vectors.norm(gradient);
                // Zero where nothing moves, not finite where the method has run away too far.
                if (!(norm > 0) || Double.isInfinite(norm)) {
                    break;
                }
                Vectors.scale(1 / norm, gradient);
                System.arraycopy(gradient, 0, steepest, 0, e.length);
                Vectors.combine(momentum, v, 1, gradient, v);
                length = Math.min(step, LONGER * length);
            } else {
                length /= 2;
                System.arraycopy(trial.worstValues(), 0, e, 0, e.length);
                System.arraycopy(steepest, 0, v, 0, e.length);
            }
            Vectors.combine(1, e, size * length, v, e);
            trial.sized(e);
        }
        return trial.worst();
    }
}
