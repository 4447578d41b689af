package org.preimage.reconstruction.solver;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.LeastSquares;

/**
 * A scan's views in subsets, each with a projector of its own, in the order in which they are taken.
 *
 * <p>Views are ranked by angle, of parallel beams modulo half a turn and else modulo a full one; of n subsets, subset s holds
 * the views of rank s, s + n, s + 2n, ..., so that each covers the whole arc as evenly as it can.
 */
public final class ViewSubsets {
    private final Projector whole;
    private final Projector[] parts;
    private final int[][] views;
    private final int block;

    /**
     * @param whole the projector of all views
     * @param count number of subsets, from 1 to the number of views
     * @param order in which the subsets are taken
     * @throws IllegalArgumentException if the count is out of range
     */
    public ViewSubsets(Projector whole, int count, ViewOrder order) {
        int n = whole.beam().views();
        if (count < 1 || count > n) {
            throw new IllegalArgumentException(
                    "the number of subsets is " + count + ", but must be from 1 to the number of views, " + n);
        }
        this.whole = whole;
        this.block = whole.range().length() / n;
        int[] ranked = ranked(whole);
        int[] sequence = order.of(count);
        this.views = new int[count][];
        this.parts = new Projector[count];
        for (int k = 0; k < count; k++) {
            int first = sequence[k];
            views[k] = IntStream.iterate(first, i -> i < n, i -> i + count)
                    .map(i -> ranked[i])
                    .toArray();
            parts[k] = count == 1 ? whole : whole.ofViews(views[k]);
        }
        if (count == 1) {
            views[0] = IntStream.range(0, n).toArray();
        }
    }

    private static int[] ranked(Projector whole) {
        double period = whole.beam() instanceof ParallelBeam ? 180 : 360;
        double[] angles = whole.beam().angles();
        double[] folded =
                Arrays.stream(angles).map(a -> (a % period + period) % period).toArray();
        return IntStream.range(0, angles.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> folded[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    /** The projector of all views. */
    public Projector whole() {
        return whole;
    }

    /** Number of subsets. */
    public int count() {
        return parts.length;
    }

    /** The projector of the subset that is taken as number {@code k}. */
    public Projector part(int k) {
        return parts[k];
    }

    /** The views of the subset that is taken as number {@code k}. */
    public int[] views(int k) {
        return views[k].clone();
    }

    /**
     * The least-squares misfit 1/2 |A x - b|<sup>2</sup> as a sum over the subsets, in their order, for methods that take one
     * at a time.
     *
     * @param sinogram b, in the range of the whole projector
     */
    public List<Differentiable> leastSquares(float[] sinogram) {
        whole.range().require("sinogram", sinogram);
        return IntStream.range(0, count())
                .mapToObj(k -> (Differentiable) new LeastSquares(parts[k], part(k, sinogram)))
                .toList();
    }

    /** A new array with the subset's part of a sinogram. */
    float[] part(int k, float[] sinogram) {
        float[] part = new float[views[k].length * block];
        for (int i = 0; i < views[k].length; i++) {
            System.arraycopy(sinogram, views[k][i] * block, part, i * block, block);
        }
        return part;
    }

    /** The parts of a sinogram, one for each subset. */
    float[][] parts(float[] sinogram) {
        return IntStream.range(0, count()).mapToObj(k -> part(k, sinogram)).toArray(float[][]::new);
    }

    /** The length of the longest part of a sinogram. */
    int longest() {
        return block
                * IntStream.range(0, count()).map(k -> views[k].length).max().orElse(0);
    }
}
