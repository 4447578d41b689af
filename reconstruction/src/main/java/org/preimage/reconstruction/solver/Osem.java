package org.preimage.reconstruction.solver;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;

/**
 * Ordered subsets expectation maximisation for emission counts b_s ~ Poisson(A_s x + r_s), x &gt;= 0: the step of {@link Mlem} with
 * one subset of the measurements after the other,
 *
 * <pre>x' = x / (A_s* 1) A_s* (b_s / (A_s x + r_s)),  s = 1, 2, ...</pre>
 *
 * An iteration is a sweep over all subsets, and does about as much as that many of MLEM while the image is far from done. It
 * converges where the data contradict each other in no subset; else it ends in a cycle near the maximum, which fewer subsets
 * make smaller. Pixels that a subset does not see keep their values in its step.
 *
 * <p>Hudson and Larkin 1994, Accelerated image reconstruction using ordered subsets of projection data, IEEE Trans. Med. Imaging
 * 13.
 *
 * @param subsets in the order in which they are taken, at least one, on the same domain
 */
public record Osem(List<Subset> subsets) implements Iteration<Osem.State> {
    /**
     * Measurements that one step takes together.
     *
     * @param operator A_s, real, whose matrix has no negative entries
     * @param counts b_s, in its range, not negative; not copied
     * @param background r_s, not negative; not copied
     */
    public record Subset(LinearOperator operator, float[] counts, float[] background) {
        /** @throws IllegalArgumentException if an argument does not fit, is complex or negative */
        public Subset {
            EmissionUpdate.require(operator, counts, background);
        }
    }

    /** @throws IllegalArgumentException if there is no subset or the domains differ */
    public Osem {
        subsets = List.copyOf(subsets);
        if (subsets.isEmpty()) {
            throw new IllegalArgumentException("there is no subset, but at least one is needed");
        }
        for (Subset s : subsets) {
            subsets.get(0).operator.domain().requireShape("the domain of a subset", s.operator.domain());
        }
    }

    /**
     * Subsets of a tomograph's views.
     *
     * @param views the projectors of the subsets
     * @param counts b, in the range of the whole projector
     * @param background r, in the range of the whole projector
     */
    public static Osem of(ViewSubsets views, float[] counts, float[] background) {
        return new Osem(IntStream.range(0, views.count())
                .mapToObj(k -> new Subset(views.part(k), views.part(k, counts), views.part(k, background)))
                .toList());
    }

    /** All buffers of a run: the solution, of each subset A_s* 1 and the expected counts. */
    public static final class State {
        private final float[] x;
        private final float[] last;
        private final float[] back;
        private final float[][] sensitivity;
        private final float[][] projection;
        private int sweep;
        private int projectedAt = -1;

        private State(List<Subset> subsets, float[] x0) {
            sensitivity = subsets.stream()
                    .map(s -> EmissionUpdate.sensitivity(s.operator))
                    .toArray(float[][]::new);
            float[] whole = x0.clone();
            Arrays.fill(whole, 0);
            for (float[] s : sensitivity) {
                Vectors.add(1, s, whole);
            }
            x = EmissionUpdate.positive(x0, whole);
            last = x.clone();
            back = new float[x.length];
            projection = subsets.stream().map(s -> s.operator.range().zeros()).toArray(float[][]::new);
        }
    }

    /**
     * Negative values of {@code x0} are taken as 0.
     *
     * @throws IllegalArgumentException if a column of an operator has a negative sum
     */
    @Override
    public State start(float[] x0) {
        subsets.get(0).operator.domain().require("x0", x0);
        return new State(subsets, x0);
    }

    @Override
    public void step(State s) {
        System.arraycopy(s.x, 0, s.last, 0, s.x.length);
        for (int k = 0; k < subsets.size(); k++) {
            Subset subset = subsets.get(k);
            float[] p = s.projection[k];
            EmissionUpdate.project(subset.operator, s.x, subset.background, p);
            EmissionUpdate.ratio(subset.counts, p, p);
            subset.operator.adjoint(p, s.back);
            EmissionUpdate.multiplySeen(s.back, s.sensitivity[k], s.x);
        }
        s.sweep++;
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |x' - x| / |x'| of the last sweep. */
    @Override
    public double residual(State s) {
        return GradientDescent.relativeChange(s.x, s.last);
    }

    /** Half the deviance of all counts, which takes a projection of all subsets. */
    @Override
    public double objective(State s) {
        if (s.projectedAt != s.sweep) {
            for (int k = 0; k < subsets.size(); k++) {
                Subset subset = subsets.get(k);
                EmissionUpdate.project(subset.operator, s.x, subset.background, s.projection[k]);
            }
            s.projectedAt = s.sweep;
        }
        double sum = 0;
        for (int k = 0; k < subsets.size(); k++) {
            sum += EmissionUpdate.divergence(subsets.get(k).counts, s.projection[k]);
        }
        return sum;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.array("x", s.x);
        c.array("last", s.last);
        s.sweep = (int) c.count("sweep", s.sweep);
    }
}
