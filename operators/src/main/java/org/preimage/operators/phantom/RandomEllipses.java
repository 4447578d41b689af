package org.preimage.operators.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.noise.Poisson;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * A distribution of ellipse phantoms for training and testing. With R = fieldOfView / 2, each ellipse has its centre
 * uniform in [-centre R, centre R]^2, independent half axes halfAxis R Exp(1), a rotation uniform in [0, 360) degrees and
 * a value of the given distribution.
 *
 * <p>{@link #sample(RandomGenerator)} gives the phantom itself, with analytic line integrals. Published experiments
 * normalise the rendered image; that is {@link #sample(RandomGenerator, Space, int)}, and where it shifts values it has
 * no simple analytic sinogram.
 *
 * @param fieldOfView side of the square in mm
 * @param count how many ellipses
 * @param value their values
 * @param halfAxis mean half axis as a fraction of R
 * @param centre largest |x| and |y| of the centres as a fraction of R
 * @param normalisation what is done to a rendered image
 */
public record RandomEllipses(
        double fieldOfView, Count count, Value value, double halfAxis, double centre, Normalisation normalisation) {

    /** Draws the number of ellipses. */
    @FunctionalInterface
    public interface Count {
        int draw(RandomGenerator random);
    }

    /** Draws the value of one ellipse. */
    @FunctionalInterface
    public interface Value {
        double draw(RandomGenerator random);
    }

    /** What is done to the pixels of a rendered image. */
    public enum Normalisation {
        /** Nothing. */
        NONE,
        /** The image's minimum is taken off the non-zero pixels, then all are divided by the maximum. */
        FOREGROUND,
        /** The image's minimum is taken off all pixels, then all are divided by the maximum. */
        MIN_MAX
    }

    public RandomEllipses {
        if (!(fieldOfView > 0) || !(halfAxis > 0) || !(centre >= 0) || Double.isInfinite(fieldOfView)) {
            throw new IllegalArgumentException("field of view " + fieldOfView + " and half axis " + halfAxis
                    + " must be positive and centre " + centre + " not negative");
        }
    }

    /**
     * min(Poisson(40), 70) ellipses with values U(-0.4, 1), mean half axis 0.2, centres up to 0.9, normalised in the
     * foreground: the ellipse data set of the DIVal library (J. Leuschner, M. Schmidt, D. Erzmann, 2019).
     */
    public static RandomEllipses dival(double fieldOfView) {
        return new RandomEllipses(
                fieldOfView,
                r -> (int) Math.min(Poisson.sample(40, r), 70),
                r -> -0.4 + 1.4 * r.nextDouble(),
                0.2,
                0.9,
                Normalisation.FOREGROUND);
    }

    /**
     * Poisson(50) ellipses with values (U(0, 1) - 1/2) Exp(mean 0.4), mean half axis 0.2, centres up to 1: the training
     * data of J. Adler, O. Oktem, "Learned primal-dual reconstruction", IEEE Trans. Med. Imaging 37 (2018).
     */
    public static RandomEllipses adler(double fieldOfView) {
        return new RandomEllipses(
                fieldOfView,
                r -> (int) Poisson.sample(50, r),
                r -> (r.nextDouble() - 0.5) * 0.4 * r.nextExponential(),
                0.2,
                1,
                Normalisation.NONE);
    }

    /**
     * 5 to 9 ellipses with values |U(0, 1) - 1/2| Exp(mean 0.5), mean half axis 0.5, centres up to 0.5, minimum to
     * maximum stretched to 0 to 1: few large shapes, as for Bayesian deep gradient descent (R. Barbano et al., 2020).
     */
    public static RandomEllipses few(double fieldOfView) {
        return new RandomEllipses(
                fieldOfView,
                r -> r.nextInt(5, 10),
                r -> Math.abs(r.nextDouble() - 0.5) * 0.5 * r.nextExponential(),
                0.5,
                0.5,
                Normalisation.MIN_MAX);
    }

    /** One phantom, not normalised. */
    public EllipsePhantom sample(RandomGenerator random) {
        double unit = fieldOfView / 2;
        int n = count.draw(random);
        List<Ellipse> ellipses = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            double x = centre * (2 * random.nextDouble() - 1) * unit;
            double y = centre * (2 * random.nextDouble() - 1) * unit;
            // An exponential variate may be so near 0 that the ellipse has no area in double arithmetic.
            double a = Math.max(1e-6, halfAxis * random.nextExponential()) * unit;
            double b = Math.max(1e-6, halfAxis * random.nextExponential()) * unit;
            double rotation = 360 * random.nextDouble();
            ellipses.add(new Ellipse(x, y, a, b, rotation, value.draw(random)));
        }
        return new EllipsePhantom(ellipses);
    }

    /**
     * One phantom, rendered and normalised; an image that is zero everywhere stays so.
     *
     * @param random makes the phantom
     * @param space a real image with axes X, Y
     * @param supersampling points along each side of a pixel; the published experiments take 1
     */
    public Image sample(RandomGenerator random, Space space, int supersampling) {
        Image image = sample(random).render(space, supersampling);
        normalise(image.data());
        return image;
    }

    private void normalise(float[] data) {
        if (normalisation == Normalisation.NONE) {
            return;
        }
        float min = Float.POSITIVE_INFINITY;
        for (float v : data) {
            min = Math.min(min, v);
        }
        float max = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] != 0 || normalisation == Normalisation.MIN_MAX) {
                data[i] -= min;
            }
            max = Math.max(max, data[i]);
        }
        if (max > 0) {
            for (int i = 0; i < data.length; i++) {
                data[i] /= max;
            }
        }
    }
}
