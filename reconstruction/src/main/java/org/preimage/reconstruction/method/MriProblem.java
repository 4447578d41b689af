package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.Framewise;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.MriOperator;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;

/**
 * A problem of magnetic resonance imaging, checked.
 *
 * @param forward an {@link MriOperator}, or a {@link Framewise} of them
 * @param frames the operator of each time frame; one if there is no series
 * @param data k-space, not all zero
 */
record MriProblem(LinearOperator forward, List<MriOperator> frames, float[] data) {
    /** The name of these operators in a SPEC. */
    static final String OPERATOR = "mri";

    /** Whether an operator is one of them. */
    static boolean fits(Object operator) {
        return operator instanceof MriOperator
                || operator instanceof Framewise series
                        && series.frames().stream().allMatch(MriOperator.class::isInstance);
    }

    /**
     * The problem of a method that takes no other operators.
     *
     * @throws IllegalArgumentException if the operator is another one, or the data are zero
     */
    static MriProblem of(InverseProblem problem, String method) {
        Object forward = problem.forward();
        if (!fits(forward)) {
            throw new IllegalArgumentException(
                    method + " needs an MRI operator, but the forward operator is of another kind ("
                            + forward.getClass().getSimpleName() + ")");
        }
        float[] data = problem.data().data();
        if (isZero(data)) {
            throw new IllegalArgumentException(
                    "the k-space data are zero everywhere, but " + method + " needs a signal");
        }
        List<MriOperator> frames = forward instanceof Framewise series
                ? series.frames().stream().map(MriOperator.class::cast).toList()
                : List.of((MriOperator) forward);
        return new MriProblem((LinearOperator) forward, frames, data);
    }

    /**
     * The operator of a method for Cartesian k-space.
     *
     * @param method who asks, for the message
     * @throws IllegalArgumentException if the operator is another
     */
    static CartesianMri cartesian(String method, Operator forward) {
        if (forward instanceof CartesianMri mri) {
            return mri;
        }
        throw new IllegalArgumentException("method " + method + " needs Cartesian MRI, but the forward operator is of"
                + " another kind (" + forward.getClass().getSimpleName() + ")");
    }

    /**
     * Refuses data without a signal.
     *
     * @throws IllegalArgumentException if all are zero
     */
    static void requireSignal(Image data) {
        if (isZero(data.data())) {
            throw new IllegalArgumentException("the data are zero everywhere, but must hold a signal");
        }
    }

    private static boolean isZero(float[] data) {
        for (float v : data) {
            if (v != 0) {
                return false;
            }
        }
        return true;
    }
}
