package org.preimage.priors.model;

import java.util.Arrays;
import org.preimage.operators.space.Space;
import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/**
 * A denoiser that does not see the pixel it gives. The grid is divided into P<sup>2</sup> parts of pixels that lie P apart along
 * rows and columns. For each part J the network sees the image with the pixels of J replaced by the means of their four
 * neighbours, and its values on J are taken:
 *
 * <pre>x = sum over J of 1<sub>J</sub> N(y with J filled in).</pre>
 *
 * Where the noise of pixels is independent and of mean 0, the mean square of x - y is that of x - truth plus the variance of the
 * noise, so that N can be trained on noisy images alone. Noise that goes along rows, columns or neighbours is taken for image.
 *
 * <p>Images may have any unit and offset: what lies between the first and the last hundredth of the values is brought to 0 to 1.
 *
 * <p>J. Batson, L. Royer, "Noise2Self: blind denoising by self-supervision", ICML (2019).
 *
 * @param network N, from 1 channel to 1
 * @param period P, 2 or more
 */
public record BlindSpot(Network network, int period) implements Model {
    private static final double TAIL = 0.01;

    public BlindSpot {
        if (period < 2) {
            throw new IllegalArgumentException("period is " + period + ", but must be at least 2");
        }
    }

    /** How many parts the grid has. */
    public int parts() {
        return period * period;
    }

    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights);
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        Space space = physics.image();
        if (Samples.channels(space) != 1 || space.dimensions() != 2) {
            throw new IllegalArgumentException("images are " + space + ", but this denoiser takes real plane images");
        }
        Var image = physics.direct(tape, data);
        float[][] ranges = Samples.arrays(image.value(), space).stream()
                .map(BlindSpot::range)
                .toArray(float[][]::new);
        Tensor low = column(ranges, 0);
        Tensor width = column(ranges, 1);
        Var y = tape.segment((w, in) -> in[0].minus(low).over(width), image);
        Var[] given = new Var[parts()];
        for (int j = 0; j < given.length; j++) {
            Tensor part = part(y.value().shape(), j);
            given[j] = tape.segment(
                    (w, in) -> network.forward(filled(in[0], part), w).times(part), y);
        }
        return tape.segment(
                (w, in) -> {
                    Tensor sum = in[0];
                    for (int j = 1; j < in.length; j++) {
                        sum = sum.plus(in[j]);
                    }
                    return sum.times(width).plus(low);
                },
                given);
    }

    /**
     * The mean over the pixels of a part J of (N(y with J filled in) - y)<sup>2</sup>, a tensor of one value.
     *
     * @param y images [N, 1, H, W] that have been brought to {@link #range 0 to 1}
     * @param number of the part, from 0 to below {@link #parts}
     */
    public Var loss(Tape tape, Tensor y, int number) {
        Tensor part = part(y.shape(), number);
        int pixels = 0;
        for (float v : part.toFloats()) {
            pixels += v > 0 ? 1 : 0;
        }
        double count = (double) y.size(0) * pixels;
        return tape.segment(
                (w, in) -> network.forward(filled(in[0], part), w)
                        .minus(in[0])
                        .times(part)
                        .square()
                        .sum()
                        .times(1 / count),
                tape.constant(y));
    }

    /** What becomes 0, and what becomes 1 above it; of constant images the unit stays. */
    public static float[] range(float[] image) {
        float[] sorted = image.clone();
        Arrays.sort(sorted);
        float low = sorted[(int) (TAIL * (sorted.length - 1))];
        float high = sorted[(int) Math.ceil((1 - TAIL) * (sorted.length - 1))];
        return new float[] {low, high > low ? high - low : 1};
    }

    private static Tensor column(float[][] ranges, int which) {
        float[] values = new float[ranges.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ranges[i][which];
        }
        return Tensor.of(values, values.length, 1, 1, 1);
    }

    /** 1 at its pixels [1, 1, H, W]. */
    private Tensor part(int[] shape, int number) {
        int rows = shape[2];
        int columns = shape[3];
        float[] in = new float[rows * columns];
        for (int y = number / period; y < rows; y += period) {
            for (int x = number % period; x < columns; x += period) {
                in[y * columns + x] = 1;
            }
        }
        return Tensor.of(in, 1, 1, rows, columns);
    }

    /** With the means of the four neighbours at the pixels of a part; beyond the border the image is mirrored. */
    private static Tensor filled(Tensor y, Tensor part) {
        int rows = y.size(2);
        int columns = y.size(3);
        Tensor padded = y.padReflected(1, 1, 1, 1);
        Tensor above = padded.slice(2, 0, rows).slice(3, 1, columns + 1);
        Tensor below = padded.slice(2, 2, rows + 2).slice(3, 1, columns + 1);
        Tensor left = padded.slice(2, 1, rows + 1).slice(3, 0, columns);
        Tensor right = padded.slice(2, 1, rows + 1).slice(3, 2, columns + 2);
        Tensor mean = above.plus(below).plus(left).plus(right).times(0.25);
        return y.plus(mean.minus(y).times(part));
    }
}
