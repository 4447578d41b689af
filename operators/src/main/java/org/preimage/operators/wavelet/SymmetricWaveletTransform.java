package org.preimage.operators.wavelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Space;

/**
 * The wavelet transform with symmetric boundaries: lines are mirrored at both ends (x_{-1} = x_0), so that opposite edges of an
 * image do not meet. It goes along all spatial axes of more than one sample, for any wavelet and any size.
 *
 * <p>An axis of n samples gives floor((n + F - 1) / 2) averages and as many details, F taps: some more coefficients than samples.
 * They stand as PyWavelets' coeffs_to_array puts them, averages first along each axis, with zeros in the gaps that are left where
 * bands of different size meet. The transform is not orthogonal: its {@link #inverse} is the adjoint of the dual wavelet's
 * transform with zeros beyond the ends.
 */
public final class SymmetricWaveletTransform extends AnalysisOperator {
    private final Wavelet wavelet;
    private final int levels;
    private final boolean mirrored;
    private final int[] split;

    /** Averages along each axis after each level, from none on. */
    private final int[][] averages;

    /** Coefficients of this level and coarser ones along each axis; of level {@code levels + 1} the averages. */
    private final int[][] extents;

    /** One for each level and axis. */
    private final ExtendedStep[][] steps;

    /**
     * @param domain with at least one spatial axis
     * @param wavelet its filters
     * @param levels at least 1, at most {@link #mostLevels}
     * @throws IllegalArgumentException if there is no spatial axis or the number of levels is another
     */
    public SymmetricWaveletTransform(Space domain, Wavelet wavelet, int levels) {
        this(domain, wavelet, levels, true);
    }

    private SymmetricWaveletTransform(Space domain, Wavelet wavelet, int levels, boolean mirrored) {
        super(domain, coefficients(domain, wavelet, levels));
        this.wavelet = wavelet;
        this.levels = levels;
        this.mirrored = mirrored;
        this.split = split(domain);
        this.averages = averages(domain, wavelet, levels);
        this.extents = extents(averages, split);
        this.steps = new ExtendedStep[levels][domain.dimensions()];
        for (int l = 0; l < levels; l++) {
            for (int a : split) {
                steps[l][a] = new ExtendedStep(wavelet, averages[l][a], mirrored);
            }
        }
    }

    /** Levels until the averages of the longest spatial axis are fewer than the taps; at least 1. */
    public static int mostLevels(Space domain, Wavelet wavelet) {
        int longest = 0;
        for (int a : WaveletTransform.spatialAxes(domain)) {
            longest = Math.max(longest, domain.size(a));
        }
        int ratio = longest / (wavelet.taps() - 1);
        return Math.max(1, 31 - Integer.numberOfLeadingZeros(Math.max(1, ratio)));
    }

    static int[] split(Space domain) {
        List<Integer> axes = new ArrayList<>();
        for (int a : WaveletTransform.spatialAxes(domain)) {
            if (domain.size(a) > 1) {
                axes.add(a);
            }
        }
        return axes.stream().mapToInt(a -> a).toArray();
    }

    private static int[][] averages(Space domain, Wavelet wavelet, int levels) {
        int[][] sizes = new int[levels + 1][];
        sizes[0] = domain.sizes();
        for (int l = 1; l <= levels; l++) {
            sizes[l] = sizes[l - 1].clone();
            for (int a : split(domain)) {
                sizes[l][a] = ExtendedStep.averages(sizes[l - 1][a], wavelet.taps());
            }
        }
        return sizes;
    }

    private static int[][] extents(int[][] averages, int[] split) {
        int levels = averages.length - 1;
        int[][] extents = new int[levels + 2][];
        extents[levels + 1] = averages[levels];
        for (int l = levels; l > 0; l--) {
            extents[l] = extents[l + 1].clone();
            for (int a : split) {
                extents[l][a] += averages[l][a];
            }
        }
        return extents;
    }

    private static Space coefficients(Space domain, Wavelet wavelet, int levels) {
        int most = mostLevels(domain, wavelet);
        if (levels < 1 || levels > most) {
            throw new IllegalArgumentException("levels is " + levels + ", but must lie between 1 and " + most
                    + " for an image of " + domain + " and " + wavelet.taps() + " taps");
        }
        int[] sizes = extents(averages(domain, wavelet, levels), split(domain))[1];
        List<Axis> axes = new ArrayList<>();
        for (int a = 0; a < sizes.length; a++) {
            Axis axis = domain.axes().get(a);
            axes.add(new Axis(axis.role(), sizes[a], axis.spacing()));
        }
        return new Space(axes, domain.field());
    }

    /** Its filters. */
    public Wavelet wavelet() {
        return wavelet;
    }

    public int levels() {
        return levels;
    }

    @Override
    public int[] approximation() {
        return averages[levels].clone();
    }

    @Override
    public boolean isParseval() {
        return false;
    }

    @Override
    public LinearOperator inverse() {
        return new SymmetricWaveletTransform(domain(), wavelet.dual(), levels, false).transposed();
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        Arrays.fill(out, 0);
        float[] image = x;
        for (int level = 1; level <= levels; level++) {
            int[] sizes = averages[level - 1].clone();
            for (int a : split) {
                int n = sizes[a];
                sizes[a] = 2 * averages[level][a];
                float[] next = new float[image.length / n * sizes[a]];
                steps[level - 1][a].forward(image, next, inner(sizes, a));
                image = next;
            }
            float[] averagesOnly = new float[length(averages[level])];
            for (int band = 0; band < 1 << split.length; band++) {
                boolean kept = band == 0 && level < levels;
                copy(
                        image,
                        sizes,
                        offsets(band, averages[level]),
                        kept ? averagesOnly : out,
                        kept ? averages[level] : range().sizes(),
                        kept ? new int[sizes.length] : offsets(band, extents[level + 1]),
                        averages[level]);
            }
            image = averagesOnly;
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        float[] image = null;
        for (int level = levels; level >= 1; level--) {
            int[] sizes = averages[level].clone();
            for (int a : split) {
                sizes[a] *= 2;
            }
            float[] all = new float[length(sizes)];
            for (int band = 0; band < 1 << split.length; band++) {
                boolean kept = band == 0 && level < levels;
                copy(
                        kept ? image : y,
                        kept ? averages[level] : range().sizes(),
                        kept ? new int[sizes.length] : offsets(band, extents[level + 1]),
                        all,
                        sizes,
                        offsets(band, averages[level]),
                        averages[level]);
            }
            for (int i = split.length - 1; i >= 0; i--) {
                int a = split[i];
                float[] next = i == 0 && level == 1 ? out : new float[all.length / sizes[a] * averages[level - 1][a]];
                steps[level - 1][a].transpose(all, next, inner(sizes, a));
                sizes[a] = averages[level - 1][a];
                all = next;
            }
            image = all;
        }
        if (image != out) {
            // Every spatial axis has one sample.
            System.arraycopy(image, 0, out, 0, out.length);
        }
    }

    private int length(int[] sizes) {
        int length = domain().field().floats();
        for (int n : sizes) {
            length *= n;
        }
        return length;
    }

    private int inner(int[] sizes, int axis) {
        int inner = domain().field().floats();
        for (int a = 0; a < axis; a++) {
            inner *= sizes[a];
        }
        return inner;
    }

    /** Where a band starts along each axis: its bits say along which of the split axes it holds details. */
    private int[] offsets(int band, int[] details) {
        int[] offsets = new int[details.length];
        for (int i = 0; i < split.length; i++) {
            offsets[split[i]] = (band >> i & 1) * details[split[i]];
        }
        return offsets;
    }

    /** Copies a box between arrays of these sizes. */
    private void copy(float[] from, int[] fromSizes, int[] fromAt, float[] to, int[] toSizes, int[] toAt, int[] box) {
        int number = domain().field().floats();
        int rows = length(box) / number / box[0];
        for (int r = 0; r < rows; r++) {
            int rest = r;
            int source = fromAt[0];
            int target = toAt[0];
            int sourceStride = fromSizes[0];
            int targetStride = toSizes[0];
            for (int a = 1; a < box.length; a++) {
                int i = rest % box[a];
                rest /= box[a];
                source += (fromAt[a] + i) * sourceStride;
                target += (toAt[a] + i) * targetStride;
                sourceStride *= fromSizes[a];
                targetStride *= toSizes[a];
            }
            System.arraycopy(from, source * number, to, target * number, box[0] * number);
        }
    }
}
