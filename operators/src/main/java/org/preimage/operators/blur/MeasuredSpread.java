package org.preimage.operators.blur;

import java.util.Arrays;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * A measured point spread function, as the image of a small bead, made ready for {@link Blur}: background subtracted, negative
 * values set to zero, moved by whole samples to the middle, cut or padded with zeros to a size, and divided by its sum.
 */
public final class MeasuredSpread implements PointSpread {
    private final Image psf;

    /** What is moved to sample floor(n / 2). */
    public enum Centre {
        /** The largest value. */
        PEAK,
        /** The centre of mass, rounded to a sample. */
        CENTROID,
        /** The sample floor(n / 2) of the measured image: it stays where it is. */
        MIDDLE
    }

    /**
     * @param measured real, with one to three axes
     * @param background to subtract; NaN for the median of the outermost samples
     * @param centre what becomes the origin
     * @param sizes wanted, or none for those of the measured image
     * @throws IllegalArgumentException if nothing is left above the background
     */
    public MeasuredSpread(Image measured, double background, Centre centre, int... sizes) {
        Space space = measured.space();
        if (space.field() != Field.REAL || space.dimensions() > 3) {
            throw new IllegalArgumentException(
                    "the measured point spread function is " + space + ", but must be real with one to three axes");
        }
        measured.requireFinite("the measured point spread function");
        int[] n = space.sizes();
        int[] wanted = sizes.length == 0 ? n : sizes.clone();
        if (wanted.length != n.length) {
            throw new IllegalArgumentException("there are " + wanted.length
                    + " sizes, but the measured point spread function has " + n.length + " axes");
        }
        double level = Double.isNaN(background) ? border(measured.data(), n) : background;
        double[] light = new double[measured.data().length];
        for (int i = 0; i < light.length; i++) {
            light[i] = Math.max(0, measured.data()[i] - level);
        }
        if (Arrays.stream(light).sum() == 0) {
            throw new IllegalArgumentException(
                    "no value of the measured point spread function is above the background, " + level);
        }
        int[] origin = origin(light, n, centre);
        double[] spacing = new double[n.length];
        for (int a = 0; a < n.length; a++) {
            spacing[a] = space.spacing(a);
        }
        Space out = PointSpread.space(wanted, spacing);
        double[] values = new double[out.length()];
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            int at = 0;
            int step = 1;
            boolean inside = true;
            for (int a = 0; a < n.length; a++) {
                int k = rest % wanted[a] - wanted[a] / 2 + origin[a];
                inside &= k >= 0 && k < n[a];
                at += k * step;
                step *= n[a];
                rest /= wanted[a];
            }
            values[i] = inside ? light[at] : 0;
        }
        psf = PointSpread.normalised(out, values);
    }

    /** The median of the samples at the faces of the image. */
    private static double border(float[] x, int[] n) {
        double[] values = new double[x.length];
        int count = 0;
        for (int i = 0; i < x.length; i++) {
            int rest = i;
            boolean outer = false;
            for (int size : n) {
                outer |= size > 1 && (rest % size == 0 || rest % size == size - 1);
                rest /= size;
            }
            if (outer) {
                values[count] = x[i];
                count++;
            }
        }
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }

    private static int[] origin(double[] light, int[] n, Centre centre) {
        int[] origin = new int[n.length];
        double[] mean = new double[n.length];
        double sum = 0;
        int peak = 0;
        for (int i = 0; i < light.length; i++) {
            int rest = i;
            peak = light[i] > light[peak] ? i : peak;
            sum += light[i];
            for (int a = 0; a < n.length; a++) {
                mean[a] += light[i] * (rest % n[a]);
                rest /= n[a];
            }
        }
        for (int a = 0; a < n.length; a++) {
            origin[a] = switch (centre) {
                case PEAK -> peak % n[a];
                case CENTROID -> (int) Math.round(mean[a] / sum);
                case MIDDLE -> n[a] / 2;
            };
            peak /= n[a];
        }
        return origin;
    }

    /** The function as it is. The spacing of the image is taken to be that of the measurement. */
    @Override
    public Image sample(double... spacing) {
        return new Image(
                PointSpread.space(psf.space().sizes(), spacing), psf.data().clone());
    }
}
