package org.preimage.operators;

import java.util.Optional;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Keeps some points and sets the others to zero: inpainting, undersampling. The range is the whole domain, so that data
 * keep their shape; the mask is its own adjoint.
 */
public final class Mask extends LinearOperator {
    private final boolean[] kept;

    /**
     * @param space domain and range
     * @param kept one entry for each point (number, not float) of the space; copied
     * @throws IllegalArgumentException if the number of entries does not fit or no point is kept
     */
    public Mask(Space space, boolean[] kept) {
        super(space, space);
        if (kept.length != space.points()) {
            throw new IllegalArgumentException(
                    "mask has " + kept.length + " points, but " + space + " needs " + space.points());
        }
        this.kept = kept.clone();
        if (count() == 0) {
            throw new IllegalArgumentException("mask keeps no point, but must keep at least one");
        }
    }

    /** A mask that keeps the points where {@code image} is not zero. */
    public static Mask nonZero(Image image) {
        boolean[] kept = new boolean[image.data().length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = image.data()[i] != 0;
        }
        return new Mask(image.space(), kept);
    }

    /** Number of points kept. */
    public int count() {
        int n = 0;
        for (boolean k : kept) {
            n += k ? 1 : 0;
        }
        return n;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        if (domain().field() == Field.REAL) {
            for (int i = 0; i < kept.length; i++) {
                out[i] = kept[i] ? x[i] : 0;
            }
        } else {
            for (int i = 0; i < kept.length; i++) {
                out[2 * i] = kept[i] ? x[2 * i] : 0;
                out[2 * i + 1] = kept[i] ? x[2 * i + 1] : 0;
            }
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        computeApply(y, out);
    }

    @Override
    protected double computeNorm() {
        return 1;
    }

    /** x = r / (1 + rho) where the mask keeps a point, r / rho elsewhere. */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        int floats = domain().field().floats();
        return Optional.of((rho, r, x) -> {
            float inside = (float) (1 / (1 + rho));
            float outside = (float) (1 / rho);
            for (int i = 0; i < x.length; i++) {
                x[i] = (kept[i / floats] ? inside : outside) * r[i];
            }
        });
    }

    @Override
    public Optional<LinearOperator> magnitudes() {
        return Optional.of(this);
    }
}
