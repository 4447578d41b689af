package org.preimage.reconstruction.stability;

import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;

/**
 * A change e of the data y of a problem, and what it does to a reconstruction R.
 *
 * @param values e, in the range of the operator
 * @param image R(y + e)
 * @param size |e|, as it was added to the data after rounding
 * @param change |R(y + e) - R(y)|
 * @param reconstructions how many it took to find it, R(y) not counted; with a derivative one counts as one
 */
public record Perturbation(float[] values, Image image, double size, double change, int reconstructions) {
    /** The error gain |R(y + e) - R(y)| / |e|, in units of the image over those of the data. */
    public double gain() {
        return change / size;
    }

    /**
     * The gain of relative errors, (|R(y + e) - R(y)| / |R(y)|) / (|e| / |y|): free of units, so that problems can be compared
     * whose operators are scaled differently. It is a lower bound of the local condition number in the Euclidean norm, for
     * changes of this size.
     *
     * @param problem without the perturbation
     * @param before R(y)
     */
    public double relativeGain(InverseProblem problem, Image before) {
        return gain() * Vectors.norm(problem.data().data()) / Vectors.norm(before.data());
    }

    /** The worse of two of one size, by the gain, with the reconstructions of both. */
    public Perturbation worse(Perturbation other) {
        Perturbation w = other.gain() > gain() ? other : this;
        return new Perturbation(w.values, w.image, w.size, w.change, reconstructions + other.reconstructions);
    }

    /** The problem with data y + e. */
    static InverseProblem added(InverseProblem problem, float[] e) {
        float[] data = problem.data().data().clone();
        Vectors.add(1, e, data);
        return new InverseProblem(problem.forward(), new Image(problem.data().space(), data));
    }
}
