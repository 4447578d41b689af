package org.preimage.reconstruction.stability;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.DifferentiableReconstructor;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Gradient ascent for methods that are known by their results alone, with differences in place of derivatives: two
 * reconstructions for each step of {@link GradientAscent}, whatever the number of data.
 *
 * <p>It takes the method for a variational one, R(y) = argmin 1/2 |A x - y|<sup>2</sup> + G(x). Its derivative is J = S A* with the
 * symmetric S = (A* A + G'')<sup>-1</sup>. So J* w = A S w, and if w = A* u then J* w = A J u, a derivative in one direction:
 *
 * <pre>J* w ~ A (R(y + t u) - R(y)) / t,  u by {@value #STEPS} steps of conjugate gradients for min |A* u - w|.</pre>
 *
 * <p>Of other methods this is no gradient, and the search may find little more than chance does; what it finds was
 * measured all the same.
 *
 * @param reconstructions how many at most, at least 2
 */
public record DifferenceAscent(int reconstructions) implements PerturbationSearch {
    private static final int STEPS = 10;

    /** Length of t u over the size of the perturbation: long, as solvers stop before they have converged. */
    private static final double LENGTH = 0.5;

    public DifferenceAscent {
        if (reconstructions < 2) {
            throw new IllegalArgumentException(
                    "the budget is " + reconstructions + " reconstructions, but a step alone takes 2");
        }
    }

    /** @throws IllegalArgumentException also if the operator is not linear */
    @Override
    public Perturbation search(
            Reconstructor reconstructor,
            InverseProblem problem,
            Image before,
            double size,
            float[] start,
            RandomGenerator random,
            Listener... listeners) {
        LinearOperator a = problem.linear("the search by differences");
        Perturbation worst = GradientAscent.of(reconstructions / 2)
                .search(new Differences(reconstructor, a, size), problem, before, size, start, random, listeners);
        return new Perturbation(
                worst.values(), worst.image(), worst.size(), worst.change(), 2 * worst.reconstructions());
    }

    private record Differences(Reconstructor reconstructor, LinearOperator a, double size)
            implements DifferentiableReconstructor {
        @Override
        public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
            return reconstructor.reconstruct(problem, listeners);
        }

        @Override
        public Image vjp(InverseProblem problem, UnaryOperator<float[]> cotangent, float[] out) {
            Image image = reconstruct(problem).image();
            float[] u = new Runner("A* u = w", Stopping.at(STEPS, 0))
                    .run(
                            new Cgls(a.transposed(), cotangent.apply(image.data())),
                            a.range().zeros())
                    .solution();
            double norm = Vectors.norm(u);
            if (norm == 0) {
                Arrays.fill(out, 0);
                return image;
            }
            double t = LENGTH * size / norm;
            Vectors.scale(t, u);
            float[] difference =
                    reconstruct(Perturbation.added(problem, u)).image().data().clone();
            Vectors.add(-1, image.data(), difference);
            a.apply(difference, out);
            Vectors.scale(1 / t, out);
            return image;
        }
    }
}
