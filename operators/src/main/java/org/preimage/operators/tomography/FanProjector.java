package org.preimage.operators.tomography;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.parallel.Parallel;

/**
 * Fan-beam projection by Joseph's method, with its exact transpose as adjoint; flat and curved detectors.
 *
 * <p>Each ray steps over rows or columns by its own slope, not by that of its view: in each it takes the linear interpolation
 * of the two pixels beside it, times its length from one to the next, h / max(|d_x|, |d_y|) for its direction d. The
 * transpose runs over the same crossings, in the same fixed point, and adds where the projection reads. The projection is
 * threaded over views, the transpose over image lines, so that no two threads write the same number and no result depends on
 * their count.
 *
 * <p>P. M. Joseph, An improved algorithm for reprojecting rays through pixel images, IEEE Transactions on Medical Imaging
 * 1(3), 1982.
 */
final class FanProjector extends Projector {
    /** Zeros at either end of a line: rays that miss it beside one that meets it, and those near the source, find them. */
    private static final int PAD = 20;

    /** Image lines that are handled together. */
    private static final int GROUP = 4;

    private static final int VIEWS_FORWARD = 8;
    private static final int VIEWS_ADJOINT = 32;

    private final FanBeam beam;
    private final FanFrame frame;
    private final double[] sinFan;
    private final double[] cosFan;

    FanProjector(FanBeam beam) {
        super(beam, Model.JOSEPH);
        this.beam = beam;
        frame = new FanFrame(beam);
        sinFan = new double[frame.cells];
        cosFan = new double[frame.cells];
        for (int j = 0; j < frame.cells; j++) {
            double g = beam.fanAngle(j);
            // What a curved detector has behind the source sees nothing.
            cosFan[j] = Math.abs(g) < Math.PI / 2 ? Math.cos(g) : 0;
            sinFan[j] = Math.sin(g);
        }
    }

    @Override
    public FanBeam beam() {
        return beam;
    }

    /** Appends the rays of a view. */
    private void rays(int view, FanLines lines) {
        double st = frame.sin[view];
        double ct = frame.cos[view];
        int first = -1;
        int firstCell = 0;
        boolean rows = false;
        boolean forth = false;
        for (int j = 0; j <= frame.cells; j++) {
            boolean exists = j < frame.cells && cosFan[j] > 0;
            double dx = exists ? ct * sinFan[j] - st * cosFan[j] : 0;
            double dy = exists ? ct * cosFan[j] + st * sinFan[j] : 0;
            boolean overRows = FanFrame.overRows(dx, dy);
            double major = overRows ? dy : dx;
            if (first >= 0 && (!exists || overRows != rows || major > 0 != forth)) {
                lines.runs.add(new FanLines.Run(view, rows, first, lines.count(), firstCell));
                first = -1;
            }
            if (exists) {
                if (first < 0) {
                    first = lines.count();
                    firstCell = j;
                    rows = overRows;
                    forth = major > 0;
                }
                double step = FanFrame.step(overRows, dx, dy);
                lines.add(frame.base(overRows, view, step), step, frame.pixel / Math.abs(major));
            }
        }
    }

    /** The image line by line, padded, with lines of zeros up to a multiple of the group. */
    private float[] padded(float[] image, boolean rows) {
        int lines = frame.lines(rows);
        int samples = frame.samples(rows);
        int stride = samples + 2 * PAD;
        float[] out = new float[Math.multiplyExact(stride, (lines + GROUP - 1) / GROUP * GROUP)];
        Parallel.ranges(lines, 16, (from, to) -> {
            for (int l = from; l < to; l++) {
                int at = l * stride + PAD;
                if (rows) {
                    System.arraycopy(image, l * samples, out, at, samples);
                } else {
                    for (int k = 0; k < samples; k++) {
                        out[at + k] = image[k * lines + l];
                    }
                }
            }
        });
        return out;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        float[] byRows = padded(x, true);
        float[] byColumns = padded(x, false);
        Parallel.ranges(frame.views, VIEWS_FORWARD, (from, to) -> {
            FanLines lines = new FanLines(VIEWS_FORWARD * frame.cells);
            for (int block = from; block < to; block += VIEWS_FORWARD) {
                int end = Math.min(to, block + VIEWS_FORWARD);
                lines.clear();
                for (int view = block; view < end; view++) {
                    rays(view, lines);
                }
                Arrays.fill(out, block * frame.cells, end * frame.cells, 0);
                project(lines, true, byRows, out);
                project(lines, false, byColumns, out);
                for (FanLines.Run run : lines.runs) {
                    int row = run.view() * frame.cells + run.cell();
                    for (int i = run.first(); i < run.end(); i++) {
                        out[row + i - run.first()] *= (float) lines.factor[i];
                    }
                }
            }
        });
    }

    private void project(FanLines lines, boolean rows, float[] image, float[] out) {
        int samples = frame.samples(rows);
        int stride = samples + 2 * PAD;
        int[] range = new int[2];
        List<FanLines.Run> runs =
                lines.runs.stream().filter(r -> r.overRows() == rows).toList();
        if (runs.isEmpty()) {
            return;
        }
        for (int l = 0; l < frame.lines(rows); l += GROUP) {
            long shift = (long) (l * stride + PAD) << 32;
            for (FanLines.Run run : runs) {
                if (crossing(lines, run, l, samples, range)) {
                    int at = run.view() * frame.cells + run.cell() - run.first();
                    addFour(lines, range[0], range[1], l, shift, (long) stride << 32, image, out, at);
                }
            }
        }
    }

    /** The rays of a run that touch one of four image lines, if any. */
    private static boolean crossing(FanLines lines, FanLines.Run run, int l, int samples, int[] range) {
        int m = l + GROUP - 1;
        boolean grows = lines.grows(run, l);
        if (grows != lines.grows(run, m)) {
            // The source lies between these lines, and all rays within 4 pixels of it.
            long at = lines.at(run.first(), l);
            range[0] = run.first();
            range[1] = run.end();
            return at > -9L << 32 && at < (samples + 8L) << 32;
        }
        long left = -1L << 32;
        long right = (long) samples << 32;
        range[0] = lines.firstBeyond(run, l, m, grows, grows ? left : right);
        range[1] = lines.firstWhollyBeyond(run, l, m, grows, grows ? right : left);
        return range[0] < range[1];
    }

    /** out[at + i] += the samples of ray i on four image lines. */
    private static void addFour(
            FanLines lines, int from, int to, int l, long shift, long next, float[] image, float[] out, int at) {
        long[] position = lines.position;
        long[] step = lines.step;
        for (int i = from; i < to; i++) {
            long s = step[i];
            long p0 = position[i] + l * s + shift;
            s += next;
            long p1 = p0 + s;
            long p2 = p1 + s;
            long p3 = p2 + s;
            int k0 = (int) (p0 >>> 32);
            int k1 = (int) (p1 >>> 32);
            int k2 = (int) (p2 >>> 32);
            int k3 = (int) (p3 >>> 32);
            float a0 = image[k0];
            float a1 = image[k1];
            float a2 = image[k2];
            float a3 = image[k3];
            a0 += part(p0) * (image[k0 + 1] - a0);
            a1 += part(p1) * (image[k1 + 1] - a1);
            a2 += part(p2) * (image[k2 + 1] - a2);
            a3 += part(p3) * (image[k3 + 1] - a3);
            out[at + i] += (a0 + a1) + (a2 + a3);
        }
    }

    /** The fractional part of a position, by its bits: converting an int costs more than the whole sample in JDK 17. */
    private static float part(long p) {
        return Float.intBitsToFloat(((int) p >>> 9) | 0x3f800000) - 1f;
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        Arrays.fill(out, 0);
        FanLines[] blocks = new FanLines[VIEWS_ADJOINT];
        float[][] values = new float[VIEWS_ADJOINT][];
        for (int start = 0; start < frame.views; start += VIEWS_ADJOINT) {
            int block = start;
            int count = Math.min(VIEWS_ADJOINT, frame.views - block);
            Parallel.ranges(count, 2, (from, to) -> {
                for (int v = from; v < to; v++) {
                    FanLines lines = blocks[v] == null ? new FanLines(frame.cells) : blocks[v];
                    lines.clear();
                    rays(block + v, lines);
                    blocks[v] = lines;
                    values[v] = weighted(lines, y);
                }
            });
            for (boolean rows : new boolean[] {true, false}) {
                int lines = frame.lines(rows);
                Parallel.ranges((lines + GROUP - 1) / GROUP, 2, (from, to) -> {
                    double[] sums = new double[GROUP * (frame.samples(rows) + 2 * PAD)];
                    for (int g = from; g < to; g++) {
                        scatter(blocks, values, count, rows, g * GROUP, sums, out);
                    }
                });
            }
        }
    }

    private float[] weighted(FanLines lines, float[] y) {
        float[] v = new float[lines.count()];
        for (FanLines.Run run : lines.runs) {
            int row = run.view() * frame.cells + run.cell() - run.first();
            for (int i = run.first(); i < run.end(); i++) {
                v[i] = (float) (y[row + i] * lines.factor[i]);
            }
        }
        return v;
    }

    /** Adds to four image lines what the rays of some views bring. */
    private void scatter(
            FanLines[] blocks, float[][] values, int count, boolean rows, int l, double[] sums, float[] out) {
        int samples = frame.samples(rows);
        int stride = samples + 2 * PAD;
        int[] range = new int[2];
        Arrays.fill(sums, 0);
        for (int v = 0; v < count; v++) {
            for (FanLines.Run run : blocks[v].runs) {
                if (run.overRows() == rows && crossing(blocks[v], run, l, samples, range)) {
                    scatterFour(blocks[v], range[0], range[1], l, (long) stride << 32, values[v], sums);
                }
            }
        }
        int end = Math.min(GROUP, frame.lines(rows) - l);
        for (int n = 0; n < end; n++) {
            int from = n * stride + PAD;
            int at = rows ? (l + n) * frame.nx : l + n;
            int next = rows ? 1 : frame.nx;
            for (int k = 0; k < samples; k++) {
                out[at + k * next] += (float) sums[from + k];
            }
        }
    }

    private static void scatterFour(FanLines lines, int from, int to, int l, long next, float[] values, double[] sums) {
        long[] position = lines.position;
        long[] step = lines.step;
        for (int i = from; i < to; i++) {
            long s = step[i];
            long p0 = position[i] + l * s + ((long) PAD << 32);
            s += next;
            long p1 = p0 + s;
            long p2 = p1 + s;
            long p3 = p2 + s;
            int k0 = (int) (p0 >>> 32);
            int k1 = (int) (p1 >>> 32);
            int k2 = (int) (p2 >>> 32);
            int k3 = (int) (p3 >>> 32);
            float y = values[i];
            double right0 = y * part(p0);
            double right1 = y * part(p1);
            double right2 = y * part(p2);
            double right3 = y * part(p3);
            sums[k0] += y - right0;
            sums[k1] += y - right1;
            sums[k2] += y - right2;
            sums[k3] += y - right3;
            sums[k0 + 1] += right0;
            sums[k1 + 1] += right1;
            sums[k2 + 1] += right2;
            sums[k3 + 1] += right3;
        }
    }
}
