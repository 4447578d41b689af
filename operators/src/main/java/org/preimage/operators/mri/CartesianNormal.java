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
 * keeps a part of them: those kept completely stay as they are, those not kept become zero. Coils are summed in groups, and these in
 * their order, so that the sum does not depend on the threads. With enough groups for all threads each goes through all steps
 * with one coil's image, which stays in the cache; otherwise each step is divided among the threads.
 */
final class CartesianNormal extends LinearOperator {
    /** Lanes of a batch are a multiple of this. */
    private static final int VECTOR = 16;

    private static final int MOST_GROUPS = 8;

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
    private final ConcurrentLinkedQueue<Work> idleByGroups = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Work> idleBySteps = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<BatchFft.Batch[]> idleImages = new ConcurrentLinkedQueue<>();

    /** Coils are summed in groups of this many. */
    private final int inGroup;

    private final int groups;

    private CartesianNormal(CartesianMri mri, int slowAxis, int fastAxis) {
        super(mri.domain(), mri.domain());
        int[] sizes = mri.image().sizes();
        boolean[] kept = mri.mask().toArray();
        this.coils = mri.coils();
        this.sets = mri.sensitivities().sets();
        this.inGroup = Math.max(2, (coils + MOST_GROUPS - 1) / MOST_GROUPS);
        this.groups = (coils + inGroup - 1) / inGroup;
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

    /** All that one evaluation writes to. Kept for the next one. */
    private final class Work {
        private final float[][][] re = new float[sets * outer * blocks][n][width];
        private final float[][][] im = new float[sets * outer * blocks][n][width];

        /** Sums over the coils of a group, where groups go through all steps. */
        private final float[][][][] sumRe;

        private final float[][][][] sumIm;

        /** The images of all coils, where they do not. */
        private final BatchFft.Batch[] batches;

        private Work(boolean byGroups) {
            sumRe = byGroups ? new float[groups][sets * outer * blocks][n][width] : null;
            sumIm = byGroups ? new float[groups][sets * outer * blocks][n][width] : null;
            batches = byGroups ? null : batches(coils * outer * blocks);
        }
    }

    private BatchFft.Batch[] batches(int count) {
        BatchFft.Batch[] batches = new BatchFft.Batch[count];
        Arrays.setAll(batches, i -> slow.batch(width));
        return batches;
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
        boolean byGroups = groups * outer >= Parallel.threads();
        ConcurrentLinkedQueue<Work> idle = byGroups ? idleByGroups : idleBySteps;
        Work idling = idle.poll();
        Work work = idling != null ? idling : new Work(byGroups);
        int parts = outer * blocks;
        Parallel.ranges(sets * parts * n, 8, (from, to) -> {
            for (int r = from; r < to; r++) {
                int p = r / n;
                int i = r % n;
                int at = p / parts * points + start(p % parts, i);
                Interleaved.split(x, 2 * at, work.re[p][i], work.im[p][i], lanes(p));
            }
        });
        if (byGroups) {
            Parallel.ranges(groups * outer, 1, (from, to) -> {
                for (int g = from; g < to; g++) {
                    group(work, g / outer, g % outer);
                }
            });
        } else {
            Parallel.ranges(coils * parts, 1, (from, to) -> {
                for (int b = from; b < to; b++) {
                    toFrequencies(work, work.batches[b], b / parts, b % parts);
                }
            });
            Parallel.ranges(coils * outer * lineGroups(), 1, (from, to) -> {
                for (int g = from; g < to; g++) {
                    lines.run(work.batches, g / lineGroups() * blocks, g % lineGroups());
                }
            });
            Parallel.ranges(coils * parts, 1, (from, to) -> {
                for (int b = from; b < to; b++) {
                    work.batches[b].inverse(lanes(b));
                }
            });
        }
        Parallel.ranges(sets * parts * n, 8, (from, to) -> {
            float[] re = new float[width];
            float[] im = new float[width];
            for (int r = from; r < to; r++) {
                sum(work, r / n, r % n, re, im, out);
            }
        });
        idle.add(work);
    }

    /** Groups of lines along the fast axis in each image. */
    private int lineGroups() {
        return lines == null ? 0 : lines.groups();
    }

    /** All steps of a group of coils, for one of the arrays after the slow axis. */
    private void group(Work work, int group, int o) {
        BatchFft.Batch[] idling = idleImages.poll();
        BatchFft.Batch[] image = idling != null ? idling : batches(blocks);
        int parts = outer * blocks;
        for (int coil = group * inGroup; coil < Math.min(coils, (group + 1) * inGroup); coil++) {
            for (int block = 0; block < blocks; block++) {
                toFrequencies(work, image[block], coil, o * blocks + block);
            }
            for (int g = 0; g < lineGroups(); g++) {
                lines.run(image, 0, g);
            }
            for (int block = 0; block < blocks; block++) {
                image[block].inverse(lanes(block));
                for (int m = 0; m < sets; m++) {
                    int p = m * parts + o * blocks + block;
                    for (int i = 0; i < n; i++) {
                        addCoil(image[block], coil, p, i, work.sumRe[group][p][i], work.sumIm[group][p][i]);
                    }
                }
            }
        }
        idleImages.add(image);
    }

    /** A coil's image, transformed along the slow axis. */
    private void toFrequencies(Work work, BatchFft.Batch batch, int coil, int part) {
        int parts = outer * blocks;
        for (int i = 0; i < n; i++) {
            float[] re = batch.re(row(i));
            float[] im = batch.im(row(i));
            for (int m = 0; m < sets; m++) {
                int map = (coil * sets + m) * parts + part;
                int of = m * parts + part;
                if (m == 0) {
                    Products.multiply(
                            mapRe[map][i], mapIm[map][i], work.re[of][i], work.im[of][i], re, im, lanes(part));
                } else {
                    Products.addProduct(
                            mapRe[map][i], mapIm[map][i], work.re[of][i], work.im[of][i], re, im, lanes(part));
                }
            }
        }
        batch.forward(lanes(part));
        for (int k = 0; k < n; k++) {
            if (none[k]) {
                Arrays.fill(batch.re(row(k)), 0, lanes(part), 0);
                Arrays.fill(batch.im(row(k)), 0, lanes(part), 0);
            }
        }
    }

    /** Row i of a part (set, outer, block): the sum over the coils of a group begins with its first coil. */
    private void addCoil(BatchFft.Batch batch, int coil, int p, int i, float[] re, float[] im) {
        int parts = outer * blocks;
        int map = (coil * sets + p / parts) * parts + p % parts;
        if (coil % inGroup == 0) {
            Products.multiplyConjugate(
                    mapRe[map][i], mapIm[map][i], batch.re(row(i)), batch.im(row(i)), re, im, lanes(p));
        } else {
            Products.addConjugate(mapRe[map][i], mapIm[map][i], batch.re(row(i)), batch.im(row(i)), re, im, lanes(p));
        }
    }

    /** Sums over the groups, in place of the image's row i of a part (set, outer, block). */
    private void sum(Work work, int p, int i, float[] groupRe, float[] groupIm, float[] out) {
        int parts = outer * blocks;
        int part = p % parts;
        int lanes = lanes(p);
        float[] re = work.re[p][i];
        float[] im = work.im[p][i];
        for (int g = 0; g < groups; g++) {
            float[] oneRe = groupRe;
            float[] oneIm = groupIm;
            if (work.batches == null) {
                oneRe = work.sumRe[g][p][i];
                oneIm = work.sumIm[g][p][i];
            } else {
                for (int coil = g * inGroup; coil < Math.min(coils, (g + 1) * inGroup); coil++) {
                    addCoil(work.batches[coil * parts + part], coil, p, i, groupRe, groupIm);
                }
            }
            if (g == 0) {
                System.arraycopy(oneRe, 0, re, 0, lanes);
                System.arraycopy(oneIm, 0, im, 0, lanes);
            } else {
                Products.add(oneRe, re, lanes);
                Products.add(oneIm, im, lanes);
            }
        }
        Interleaved.join(re, im, 1, out, 2 * (p / parts * points + start(part, i)), lanes);
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
