package org.preimage.reconstruction.stability;

import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;

/** One search: counts reconstructions, keeps the worst change, tells listeners. */
final class Trial {
    private final InverseProblem problem;
    private final float[] before;
    private final double size;
    private final int budget;
    private final Listener[] listeners;
    private int done;
    private Perturbation worst;

    Trial(InverseProblem problem, Image before, double size, int budget, Listener... listeners) {
        if (!(size > 0) || Double.isInfinite(size)) {
            throw new IllegalArgumentException(
                    "the size of the perturbation is " + size + ", but must be positive and finite");
        }
        problem.forward().domain().requireShape("before", before.space());
        this.problem = problem;
        this.before = before.data();
        this.size = size;
        this.budget = budget;
        this.listeners = listeners;
    }

    static void requireBudget(int reconstructions) {
        if (reconstructions < 1) {
            throw new IllegalArgumentException(
                    "the budget is " + reconstructions + " reconstructions, but must be at least 1");
        }
    }

    boolean goesOn() {
        return done < budget;
    }

    /** A start of the right length: the one given, or noise. */
    float[] start(float[] given, RandomGenerator random) {
        float[] e = given == null ? noise(random) : given.clone();
        problem.forward().range().require("start", e);
        return sized(e);
    }

    float[] noise(RandomGenerator random) {
        float[] e = problem.forward().range().zeros();
        for (int i = 0; i < e.length; i++) {
            e[i] = (float) random.nextGaussian();
        }
        return e;
    }

    /** The vector with the length of the perturbation; zeros stay zeros. */
    float[] sized(float[] e) {
        double norm = Vectors.norm(e);
        if (norm > 0) {
            Vectors.scale(size / norm, e);
        }
        return e;
    }

    /** R(y + e), by a method whose derivative is not asked for. */
    Image reconstructed(Reconstructor reconstructor, float[] e) {
        return reconstructor.reconstruct(Perturbation.added(problem, e)).image();
    }

    /** R(y + e) - R(y). */
    float[] difference(float[] image) {
        float[] d = new float[image.length];
        Vectors.combine(1, image, -1, before, d);
        return d;
    }

    /**
     * Counts a reconstruction.
     *
     * @param e what was added
     * @param image R(y + e)
     * @return whether it is the worst up to now
     */
    boolean count(float[] e, Image image) {
        done++;
        // What was added after rounding.
        float[] added = Perturbation.added(problem, e).data().data();
        double length = Math.sqrt(Vectors.distanceSquared(added, problem.data().data()));
        if (length == 0) {
            throw new IllegalArgumentException(
                    "a perturbation of the size " + size + " vanishes where it is added to these data");
        }
        double change = Math.sqrt(Vectors.distanceSquared(image.data(), before));
        boolean worse = worst == null || change / length > worst.gain();
        if (worse) {
            worst = new Perturbation(e.clone(), image, length, change, done);
        }
        Progress progress = new Progress(
                "worst perturbation", done, budget, null, () -> worst.values().clone());
        for (Listener listener : listeners) {
            if (!listener.onIteration(progress)) {
                throw new CancellationException();
            }
        }
        return worse;
    }

    /** The worst change found, with the number of all reconstructions made. */
    Perturbation worst() {
        return new Perturbation(worst.values(), worst.image(), worst.size(), worst.change(), done);
    }

    /** The worst change itself. */
    float[] worstValues() {
        return worst.values();
    }
}
