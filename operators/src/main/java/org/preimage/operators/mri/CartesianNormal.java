package org.preimage.operators.mri;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.BatchFft;
import org.preimage.operators.fourier.Interleaved;
import org.preimage.operators.parallel.Parallel;

/**
 * The normal operator of Cartesian MRI, x -&gt; S* F* M F S x.
 *
 * <p>Along axes on which the mask does not depend the transforms cancel and are left out. Of the others the slowest is
 * transformed first, where the image of a coil is the product of a map with the image; its lines stay in batches. Lines along
 * the remaining axis are then transformed, masked, and transformed back while they are in the cache, but only where the mask
 * keeps a part of them: those kept completely stay as they are, those not kept become zero. Coils are summed in their order, so
 * that the sum does not depend on the threads.
 */
final class CartesianNormal extends LinearOperator {
    /** Lanes of a batch are a multiple of this. */
    private static final int VECTOR = 16;

    private final int coils;
    private final int sets;
    private final int points;

    /** The slow axis: numbers before it, its size, and arrays of these after it. */
    private final int stride;

    private final int n;
    private final int outer;
    private final BatchFft slow;
    private final int width;
    private final int blocks;
    private final boolean[] none;

    /** The maps times 1 / sqrt(n): (coil, set, outer, block), sample along the slow axis, lane. */
    private final float[][][] mapRe;

    private final float[][][] mapIm;
    private final MaskedLines lines;
    private final ConcurrentLinkedQueue<Work> idle = new ConcurrentLinkedQueue<>();

    private CartesianNormal(CartesianMri mri, int slowAxis, int fastAxis) {
        super(mri.domain(), mri.domain());
        int[] sizes = mri.image().sizes();
        boolean[] kept = mri.mask().toArray();
        this.coils = mri.coils();
        this.sets = mri.sensitivities().sets();
        this.points = mri.image().points();
        this.stride = product(sizes, slowAxis);
        this.n = sizes[slowAxis];
        this.outer = points / stride / n;
        this.slow = new BatchFft(n);
        int most = slow.lanes() / VECTOR * VECTOR;
        int batches = (stride + most - 1) / most;
        this.width = ((stride + batches - 1) / batches + VECTOR - 1) / VECTOR * VECTOR;
        this.blocks = (stride + width - 1) / width;
        this.none = new boolean[n];
        for (int k = 0; k < n; k++) {
            int at = k * stride;
            int step = fastAxis < 0 ? 1 : product(sizes, fastAxis);
            int count = fastAxis < 0 ? 1 : sizes[fastAxis];
            none[k] = IntStream.range(0, count).noneMatch(i -> kept[at + i * step]);
        }
        this.lines = fastAxis < 0
                ? null
                : new MaskedLines(kept, sizes[fastAxis], product(sizes, fastAxis), stride, n, width);
        this.mapRe = new float[coils * sets * outer * blocks][n][];
        this.mapIm = new float[coils * sets * outer * blocks][n][];
        float[] maps = mri.sensitivities().maps().data();
        float scale = (float) (1 / Math.sqrt(n));
        Parallel.ranges(mapRe.length, 1, (from, to) -> {
            for (int p = from; p < to; p++) {
                int of = p / (outer * blocks);
                int coil = of / sets;
                int set = of % sets;
                for (int i = 0; i < n; i++) {
                    float[] re = new float[width];
                    float[] im = new float[width];
                    int start = (set * coils + coil) * points + start(p % (outer * blocks), i);
                    int lanes = lanes(p);
                    Interleaved.split(maps, 2 * start, re, im, lanes);
                    for (int j = 0; j < lanes; j++) {
                        re[j] *= scale;
                        im[j] *= scale;
                    }
                    mapRe[p][i] = re;
                    mapIm[p][i] = im;
                }
            }
        });
    }

    /** The fastest form of A* A there is for the mask. */
    static LinearOperator of(CartesianMri mri) {
        int[] sizes = mri.image().sizes();
        boolean[] kept = mri.mask().toArray();
        int[] axes = IntStream.range(0, sizes.length)
                .filter(a -> varies(kept, sizes[a], product(sizes, a)))
                .toArray();
        if (axes.length == 0) {
            return mri.sensitivities().transposed().after(mri.sensitivities());
        }
        if (axes.length == 1 && axes[0] > 0) {
            return new CartesianNormal(mri, axes[0], -1);
        }
        if (axes.length == 1 && sizes.length > 1) {
            // Lines along the fastest axis need the copies that a second axis makes.
            return new CartesianNormal(mri, 1, 0);
        }
        return axes.length == 2
                ? new CartesianNormal(mri, axes[1], axes[0])
                : mri.transposed().after(mri);
    }

    private static int product(int[] sizes, int axis) {
        return Arrays.stream(sizes, 0, axis).reduce(1, Math::multiplyExact);
    }

    /** Whether the mask depends on an axis. */
    private static boolean varies(boolean[] kept, int size, int stride) {
        return IntStream.range(0, kept.length).anyMatch(i -> kept[i] != kept[i - i / stride % size * stride]);
    }

    /** All that one evaluation writes to: about as much as the images of all coils. Kept for the next one. */
    private final class Work {
        private final BatchFft.Batch[] batches = new BatchFft.Batch[coils * outer * blocks];
        private final float[][][] re = new float[sets * outer * blocks][n][width];
        private final float[][][] im = new float[sets * outer * blocks][n][width];

        private Work() {
            Arrays.setAll(batches, i -> slow.batch(width));
        }
    }

    private int row(int i) {
        return (i + n - n / 2) % n;
    }

    /** Lines of a block. */
    private int lanes(int block) {
        return Math.min(width, stride - block % blocks * width);
    }

    /** Index of the first number of sample i of a block (outer, block). */
    private int start(int block, int i) {
        return (block / blocks * n + i) * stride + block % blocks * width;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        Work idling = idle.poll();
        Work work = idling != null ? idling : new Work();
        int parts = outer * blocks;
        Parallel.ranges(sets * parts * n, 8, (from, to) -> {
            for (int r = from; r < to; r++) {
                int p = r / n;
                int i = r % n;
                int at = p / parts * points + start(p % parts, i);
                Interleaved.split(x, 2 * at, work.re[p][i], work.im[p][i], lanes(p));
            }
        });
        if (coils * outer >= 2 * Parallel.threads()) {
            // Image by image: what one step leaves, the next one finds in the cache.
            Parallel.ranges(coils * outer, 1, (from, to) -> {
                for (int image = from; image < to; image++) {
                    toFrequencies(work, image * blocks, (image + 1) * blocks);
                    mask(work, image * groups(), (image + 1) * groups());
                    fromFrequencies(work, image * blocks, (image + 1) * blocks);
                }
            });
        } else {
            Parallel.ranges(coils * parts, 1, (from, to) -> toFrequencies(work, from, to));
            Parallel.ranges(coils * outer * groups(), 1, (from, to) -> mask(work, from, to));
            Parallel.ranges(coils * parts, 1, (from, to) -> fromFrequencies(work, from, to));
        }
        Parallel.ranges(sets * parts * n, 8, (from, to) -> {
            for (int r = from; r < to; r++) {
                combine(work, r / n, r % n, out);
            }
        });
        idle.add(work);
    }

    /** Groups of lines along the fast axis in each image. */
    private int groups() {
        return lines == null ? 0 : lines.groups();
    }

    /** Coil images, transformed along the slow axis: batches {@code from} to {@code to - 1}. */
    private void toFrequencies(Work work, int from, int to) {
        for (int b = from; b < to; b++) {
            multiply(work, b);
            work.batches[b].forward(lanes(b));
            clear(work.batches[b], lanes(b));
        }
    }

    private void mask(Work work, int from, int to) {
        for (int g = from; g < to; g++) {
            lines.run(work.batches, g / groups() * blocks, g % groups());
        }
    }

    private void fromFrequencies(Work work, int from, int to) {
        for (int b = from; b < to; b++) {
            work.batches[b].inverse(lanes(b));
        }
    }

    /** Fills a batch with a coil's image. */
    private void multiply(Work work, int b) {
        BatchFft.Batch batch = work.batches[b];
        int parts = outer * blocks;
        int coil = b / parts;
        int part = b % parts;
        for (int i = 0; i < n; i++) {
            float[] re = batch.re(row(i));
            float[] im = batch.im(row(i));
            for (int m = 0; m < sets; m++) {
                int map = (coil * sets + m) * parts + part;
                int of = m * parts + part;
                if (m == 0) {
                    Products.multiply(mapRe[map][i], mapIm[map][i], work.re[of][i], work.im[of][i], re, im, lanes(b));
                } else {
                    Products.addProduct(mapRe[map][i], mapIm[map][i], work.re[of][i], work.im[of][i], re, im, lanes(b));
                }
            }
        }
    }

    /** Lines of which nothing is kept. */
    private void clear(BatchFft.Batch batch, int lanes) {
        for (int k = 0; k < n; k++) {
            if (none[k]) {
                Arrays.fill(batch.re(row(k)), 0, lanes, 0);
                Arrays.fill(batch.im(row(k)), 0, lanes, 0);
            }
        }
    }

    /** Sums over coils, in place of the image's row i of a part (set, outer, block). */
    private void combine(Work work, int p, int i, float[] out) {
        int parts = outer * blocks;
        int part = p % parts;
        int set = p / parts;
        float[] re = work.re[p][i];
        float[] im = work.im[p][i];
        int lanes = lanes(p);
        Arrays.fill(re, 0, lanes, 0);
        Arrays.fill(im, 0, lanes, 0);
        for (int c = 0; c < coils; c++) {
            BatchFft.Batch batch = work.batches[c * parts + part];
            int map = (c * sets + set) * parts + part;
            Products.addConjugate(mapRe[map][i], mapIm[map][i], batch.re(row(i)), batch.im(row(i)), re, im, lanes);
        }
        Interleaved.join(re, im, 1, out, 2 * (set * points + start(part, i)), lanes);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        computeApply(y, out);
    }

    @Override
    public LinearOperator transposed() {
        return this;
    }
}
