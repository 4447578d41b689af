package org.preimage.operators.wavelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.ScratchArrays;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Space;
import org.preimage.operators.wavelet.FilterBank.Lines;

/**
 * The periodic wavelet transform along all spatial axes of a real or complex space, or along any axes given, with as many
 * coefficients as samples; other axes, such as maps and time, are left alone. With an orthogonal wavelet the adjoint is the inverse; with a
 * biorthogonal one the inverse is the adjoint of the dual wavelet's transform.
 *
 * <p>Each level splits the averages of the level before along every axis. The range has the domain's shape: averages come
 * first along each axis, so that the coarsest stand at the corner of index 0 (as PyWavelets' coeffs_to_array puts them), and
 * {@link #approximation} says how many. An axis of n samples, whatever n is, is split to ceil(n / 2) averages and floor(n / 2)
 * details; where n is odd, the last sample goes to the averages unchanged, so that the transform is always
 * invertible, and orthogonal with an orthogonal wavelet. An
 * axis that has one sample left is not split further.
 *
 * <p>Mallat 1989, A theory for multiresolution signal decomposition: the wavelet representation, IEEE Trans. Pattern Anal.
 * Mach. Intell. 11.
 */
public final class WaveletTransform extends AnalysisOperator {
    private final Wavelet wavelet;
    private final int levels;
    private final FilterBank bank;
    private final int[] axes;
    private final ScratchArrays scratch;

    /**
     * Along all spatial axes.
     *
     * @param domain with at least one spatial axis
     * @param wavelet its filters
     * @param levels at least 1, at most {@link #mostLevels}
     * @throws IllegalArgumentException if there is no spatial axis or the number of levels is another
     */
    public WaveletTransform(Space domain, Wavelet wavelet, int levels) {
        this(domain, wavelet, levels, spatialAxes(domain));
    }

    /**
     * Along some axes, of whatever role: time for one.
     *
     * @param axes their numbers, each once, at least one
     * @throws IllegalArgumentException if an axis is not there or named twice, or the number of levels is below 1 or above what
     *     leaves one sample along the longest of them
     */
    public WaveletTransform(Space domain, Wavelet wavelet, int levels, int... axes) {
        super(domain, domain);
        this.axes = requireAxes(domain, axes);
        int most = mostLevels(domain, this.axes);
        if (levels < 1 || levels > most) {
            throw new IllegalArgumentException(
                    "levels is " + levels + ", but must lie between 1 and " + most + " for an image of " + domain);
        }
        this.wavelet = wavelet;
        this.levels = levels;
        this.bank = new FilterBank(wavelet);
        this.scratch = new ScratchArrays(domain.length());
    }

    static int[] spatialAxes(Space domain) {
        int[] axes = IntStream.range(0, domain.dimensions())
                .filter(i -> domain.axes().get(i).role().isSpatial())
                .toArray();
        if (axes.length == 0) {
            throw new IllegalArgumentException(
                    "the wavelet transform needs a spatial axis, but the space is " + domain);
        }
        return axes;
    }

    static int[] requireAxes(Space domain, int... axes) {
        int[] sorted = Arrays.stream(axes)
                .filter(a -> a >= 0 && a < domain.dimensions())
                .sorted()
                .distinct()
                .toArray();
        if (axes.length == 0 || sorted.length != axes.length) {
            throw new IllegalArgumentException("the axes are " + Arrays.toString(axes)
                    + ", but must be different numbers from 0 to " + (domain.dimensions() - 1) + " for an image of "
                    + domain);
        }
        return sorted;
    }

    /** Levels until one sample is left along the longest spatial axis. */
    public static int mostLevels(Space domain) {
        return mostLevels(domain, spatialAxes(domain));
    }

    static int mostLevels(Space domain, int... axes) {
        int longest = 0;
        for (int a : axes) {
            longest = Math.max(longest, domain.size(a));
        }
        return 32 - Integer.numberOfLeadingZeros(longest - 1);
    }

    /** Its filters. */
    public Wavelet wavelet() {
        return wavelet;
    }

    public int levels() {
        return levels;
    }

    @Override
    public boolean isParseval() {
        return wavelet.isOrthogonal();
    }

    @Override
    public LinearOperator inverse() {
        return isParseval() ? transposed() : new WaveletTransform(domain(), wavelet.dual(), levels, axes).transposed();
    }

    /** How many of the first coefficients along each axis of the range are averages of the last level. */
    @Override
    public int[] approximation() {
        return sizes(levels);
    }

    /** What is left to split along each axis after some levels. */
    private int[] sizes(int level) {
        int[] sizes = domain().sizes();
        for (int a : axes) {
            for (int l = 0; l < level; l++) {
                sizes[a] = FilterBank.averages(sizes[a]);
            }
        }
        return sizes;
    }

    /** The lines of one axis in the corner of these sizes. */
    private Lines lines(int[] sizes, int axis) {
        List<Axis> all = domain().axes();
        int number = domain().field().floats();
        int[] counts = new int[sizes.length];
        int[] strides = new int[sizes.length];
        int n = 0;
        int others = 0;
        int stride = number;
        int lineStride = 0;
        for (int a = 0; a < sizes.length; a++) {
            if (a == axis) {
                lineStride = stride;
            } else if (a > 0) {
                counts[others] = sizes[a];
                strides[others++] = stride;
            }
            stride *= all.get(a).size();
        }
        n = sizes[axis];
        int width = axis == 0 ? number : number * sizes[0];
        return new Lines(n, lineStride, width, Arrays.copyOf(counts, others), Arrays.copyOf(strides, others));
    }

    /** The axes split at a level, and the lines along each. */
    private List<Lines> steps(int level) {
        int[] sizes = sizes(level);
        List<Lines> steps = new ArrayList<>();
        for (int a : axes) {
            if (sizes[a] > 1) {
                steps.add(lines(sizes, a));
            }
        }
        return steps;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        scratch.use(other -> {
            float[] from = x;
            for (int level = 0; level < levels; level++) {
                List<Lines> steps = steps(level);
                for (int i = 0; i < steps.size(); i++) {
                    // The first level ends in out, whose corner each later level replaces.
                    float[] to = level == 0 ? ((steps.size() - i) % 2 == 1 ? out : other) : from == out ? other : out;
                    bank.forward(from, to, steps.get(i));
                    from = to;
                }
                if (from == other) {
                    copyCorner(other, out, sizes(level));
                    from = out;
                }
            }
        });
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        scratch.use(other -> {
            System.arraycopy(y, 0, out, 0, out.length);
            for (int level = levels - 1; level >= 0; level--) {
                List<Lines> steps = steps(level);
                float[] from = out;
                for (int i = steps.size() - 1; i >= 0; i--) {
                    float[] to = from == out ? other : out;
                    bank.transpose(from, to, steps.get(i));
                    from = to;
                }
                if (from == other) {
                    copyCorner(other, out, sizes(level));
                }
            }
        });
    }

    private void copyCorner(float[] from, float[] to, int[] sizes) {
        Lines rows = lines(sizes, 0);
        int length = rows.n() * rows.width();
        for (int line = 0; line < rows.count(); line++) {
            System.arraycopy(from, rows.start(line), to, rows.start(line), length);
        }
    }
}
