package org.preimage.reconstruction.functional;

import java.util.Optional;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The sum of magnitudes f(x) = w sum_i |x_i|; of complex numbers the modulus. Of a gradient it is anisotropic total
 * variation. Each number is a group of its own in a {@link GroupL1}, so the proximal map is soft thresholding.
 */
public final class L1 implements DiagonalProximable {
    private final Space domain;
    private final double weight;
    private final GroupL1 groups;

    /**
     * @param domain where x lives
     * @param weight w, positive
     * @throws IllegalArgumentException if the weight is not positive
     */
    public L1(Space domain, double weight) {
        this.domain = domain;
        this.weight = weight;
        Space numbers = Space.of(new Axis(Role.SAMPLE, domain.points()), new Axis(Role.COMPONENT, 1));
        this.groups = new GroupL1(domain.field() == Field.COMPLEX ? numbers.complex() : numbers, weight);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        return groups.value(x);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        return groups.prox(v, gamma, out);
    }

    @Override
    public double conjugateValue(float[] y) {
        return groups.conjugateValue(y);
    }

    @Override
    public double conjugateValue(float[] y, double bound) {
        return groups.conjugateValue(y, bound);
    }

    @Override
    public Proximable conjugate() {
        return groups.conjugate();
    }

    /** For the gradient in at most three dimensions: anisotropic total variation. */
    @Override
    public Optional<DualSweep> sweep(LinearOperator k) {
        return k instanceof Gradient d && d.components() <= 3
                ? Optional.of(new GradientSweep(d, weight, false))
                : Optional.empty();
    }

    @Override
    public void lower(float[] steps) {
        groups.lower(steps);
    }

    @Override
    public void prox(float[] v, float[] steps, float[] out) {
        groups.prox(v, steps, out);
    }

    @Override
    public void proxConjugate(float[] v, float[] steps, float[] out) {
        groups.proxConjugate(v, steps, out);
    }
}
