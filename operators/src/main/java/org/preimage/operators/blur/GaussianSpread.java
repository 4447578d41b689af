package org.preimage.operators.blur;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;
import org.preimage.operators.space.Image;

/**
 * A Gaussian, integrated over the samples and cut off where less than 1e-4 of it lies outside: exp(-x<sup>2</sup> / (2 s<sup>2</sup>))
 * along each axis. Integration over samples of width h adds h<sup>2</sup> / 12 to its variance, as pixels of a camera do.
 */
public final class GaussianSpread implements PointSpread {
    /** Standard deviations to either side. */
    private static final double REACH = 4;

    private final double[] sigma;
    private final boolean physical;

    private GaussianSpread(double[] sigma, boolean physical) {
        if (sigma.length == 0) {
            throw new IllegalArgumentException("there is no sigma, but at least one is needed");
        }
        for (double s : sigma) {
            if (!(s >= 0) || Double.isInfinite(s)) {
                throw new IllegalArgumentException("sigma is " + s + ", but must be at least 0 and finite");
            }
        }
        this.sigma = sigma.clone();
        this.physical = physical;
    }

    /**
     * With standard deviations in samples.
     *
     * @param sigma one for all axes, or one for each; 0 for no blur along an axis
     */
    public static GaussianSpread ofSamples(double... sigma) {
        return new GaussianSpread(sigma, false);
    }

    /** With standard deviations in mm. */
    public static GaussianSpread ofMillimetres(double... sigma) {
        return new GaussianSpread(sigma, true);
    }

    @Override
    public Image sample(double... spacing) {
        if (sigma.length != 1 && sigma.length != spacing.length) {
            throw new IllegalArgumentException(
                    "there are " + sigma.length + " values of sigma, but the image has " + spacing.length + " axes");
        }
        double[][] lines = new double[spacing.length][];
        for (int a = 0; a < lines.length; a++) {
            double s = sigma[sigma.length == 1 ? 0 : a] / (physical ? spacing[a] : 1);
            int reach = (int) Math.ceil(REACH * s);
            lines[a] = new double[2 * reach + 1];
            for (int i = -reach; i <= reach; i++) {
                lines[a][i + reach] = s == 0 ? 1 : part(i, s);
            }
        }
        return product(lines, spacing);
    }

    private static double part(int i, double s) {
        double scale = 1 / (Math.sqrt(2) * s);
        return Erf.erf((i - 0.5) * scale, (i + 0.5) * scale);
    }

    /** The product of one function along each axis. */
    static Image product(double[][] lines, double[] spacing) {
        int[] sizes = Arrays.stream(lines).mapToInt(l -> l.length).toArray();
        var space = PointSpread.space(sizes, spacing);
        double[] values = new double[space.length()];
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            values[i] = 1;
            for (double[] line : lines) {
                values[i] *= line[rest % line.length];
                rest /= line.length;
            }
        }
        return PointSpread.normalised(space, values);
    }
}
