package org.preimage.operators.tomography;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.parallel.Parallel;

/**
 * Fan-beam projection by areas, with its exact transpose as adjoint; flat and curved detectors.
 *
 * <p>A cell sees the wedge between the rays to its two edges. It takes the mean over its width of the line integrals through
 * square pixels, which is a sum over pixels of value x area inside the wedge / width of the wedge there. The width, at the middle ray of
 * fan angle g and distance r from the source, is r spacing cos(g) / D for a flat detector and r spacing / D for a curved
 * one; it is taken where the middle ray crosses the middle of the pixel's row (of its column, where rays are flat). Areas
 * are exact: along a row, what lies on one side of an edge ray is a running sum of pixels and two fractions of pixels, and a
 * cell is the difference of two such sums. A cell whose wedge holds the direction of 45 degrees is cut in two there.
 *
 * <p>B. De Man, S. Basu, Distance-driven projection and backprojection in three dimensions, Phys. Med. Biol. 49, 2004, whose
 * edges are upright here slanted.
 */
final class FanStripProjector extends Projector {
    /** Constant values at either end of a line's running sums. */
    private static final int PAD = 4;

    private static final int VIEWS_FORWARD = 8;
    private static final int VIEWS_ADJOINT = 32;

    /** Nearest that the middle of a row may lie to the source, in pixels: the image is always farther. */
    private static final double NEAREST = 0.5;

    private final FanBeam beam;
    private final FanFrame frame;
    private final double[] edges;

    FanStripProjector(FanBeam beam) {
        super(beam, Model.STRIP);
        this.beam = beam;
        frame = new FanFrame(beam);
        edges = new double[frame.cells + 1];
        double limit = Math.PI / 2 - 1e-9;
        for (int j = 0; j <= frame.cells; j++) {
            edges[j] = Math.max(-limit, Math.min(limit, beam.fanAngle(j - 0.5)));
        }
    }

    @Override
    public FanBeam beam() {
        return beam;
    }

    /**
     * Appends the edge rays of a view, at their lower position within a line: half a step before the one at its middle,
     * counted from the edge of the first pixel. The factor of a ray is that of the piece of a cell behind it, 0 if there is none.
     */
    private void edgeRays(int view, FanLines lines) {
        double t = Math.atan2(frame.sin[view], frame.cos[view]);
        double quarter = Math.PI / 2;
        int first = -1;
        int firstCell = 0;
        long lastTurn = 0;
        for (int j = 0; j < frame.cells; j++) {
            double at = edges[j];
            while (edges[j + 1] > at) {
                // The next fan angle at which rays run at 45 degrees.
                long turn = (long) Math.ceil((t - quarter / 2 - at - 1e-12) / quarter) - 1;
                double end = Math.min(edges[j + 1], t - quarter / 2 - turn * quarter);
                end = edges[j + 1] - end < 1e-12 ? edges[j + 1] : end;
                if (first >= 0 && turn != lastTurn) {
                    close(view, first, firstCell, t - at, lastTurn, lines);
                    first = -1;
                }
                if (first < 0) {
                    first = lines.count();
                    firstCell = j;
                    lastTurn = turn;
                }
                double g = (at + end) / 2;
                boolean rows = overRows(turn);
                double major = Math.abs(rows ? Math.cos(t - g) : Math.sin(t - g));
                double flat = beam.shape() == FanBeam.Shape.FLAT ? Math.cos(g) * Math.cos(g) : 1;
                edgeRay(view, t - at, rows, major * frame.pixel * scale() / flat, lines);
                at = end;
            }
        }
        if (first >= 0) {
            close(view, first, firstCell, t - edges[frame.cells], lastTurn, lines);
        }
    }

    /** Whether rays before turn k, from t - g = 45 + 90 k degrees on, step over rows. */
    private static boolean overRows(long k) {
        return (k & 1) != 0;
    }

    private void close(int view, int first, int cell, double direction, long turn, FanLines lines) {
        boolean rows = overRows(turn);
        edgeRay(view, direction, rows, 0, lines);
        lines.runs.add(new FanLines.Run(view, rows, first, lines.count(), cell));
    }

    private double scale() {
        return beam.sourceToDetector() / beam.spacing();
    }

    private void edgeRay(int view, double direction, boolean rows, double factor, FanLines lines) {
        double step = FanFrame.step(rows, -Math.sin(direction), Math.cos(direction));
        lines.add(frame.base(rows, view, step) + 0.5 - Math.abs(step) / 2, step, factor);
    }

    /** Running sums along each image line, from its first pixel. */
    private double[] sums(float[] image, boolean rows) {
        int lines = frame.lines(rows);
        int samples = frame.samples(rows);
        int stride = samples + 2 * PAD;
        double[] out = new double[Math.multiplyExact(stride, lines)];
        Parallel.ranges(lines, 16, (from, to) -> {
            for (int l = from; l < to; l++) {
                int at = l * stride + PAD;
                double sum = 0;
                for (int k = 0; k < samples; k++) {
                    sum += image[rows ? l * samples + k : k * lines + l];
                    out[at + k + 1] = sum;
                }
                Arrays.fill(out, at + samples + 1, (l + 1) * stride, sum);
            }
        });
        return out;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        double[] byRows = sums(x, true);
        double[] byColumns = sums(x, false);
        Parallel.ranges(frame.views, VIEWS_FORWARD, (from, to) -> {
            FanLines lines = new FanLines(VIEWS_FORWARD * (frame.cells + 8));
            for (int block = from; block < to; block += VIEWS_FORWARD) {
                int end = Math.min(to, block + VIEWS_FORWARD);
                lines.clear();
                for (int view = block; view < end; view++) {
                    edgeRays(view, lines);
                }
                double[] pieces = new double[lines.count()];
                project(lines, true, byRows, pieces);
                project(lines, false, byColumns, pieces);
                Arrays.fill(out, block * frame.cells, end * frame.cells, 0);
                for (FanLines.Run run : lines.runs) {
                    int row = run.view() * frame.cells + run.cell() - run.first();
                    for (int i = run.first(); i < run.end() - 1; i++) {
                        out[row + i] += (float) (pieces[i] * lines.factor[i]);
                    }
                }
            }
        });
    }

    private void project(FanLines lines, boolean rows, double[] sums, double[] pieces) {
        int samples = frame.samples(rows);
        int stride = samples + 2 * PAD;
        int[] range = new int[2];
        List<FanLines.Run> runs =
                lines.runs.stream().filter(r -> r.overRows() == rows).toList();
        if (runs.isEmpty()) {
            return;
        }
        double[] inverse = inverseWidths(lines);
        for (int l = 0; l < frame.lines(rows); l++) {
            int at = l * stride + PAD;
            for (FanLines.Run run : runs) {
                boolean grows = crossing(lines, run, l, samples, range);
                double factor = (grows ? 1 : -1) / distance(run, l);
                double total = sums[at + samples];
                add(lines, inverse, run, range, l, factor, grows ? 0 : total, grows ? total : 0, at, sums, pieces);
            }
        }
    }

    /** One over twice the width that each edge ray sweeps within an image line; 0 if it sweeps none. */
    private static double[] inverseWidths(FanLines lines) {
        double[] inverse = new double[lines.count()];
        for (int i = 0; i < inverse.length; i++) {
            double width = Math.abs(lines.step[i]) * 0x1p-32;
            inverse[i] = width > 0 ? 0.5 / width : 0;
        }
        return inverse;
    }

    private double distance(FanLines.Run run, int l) {
        return Math.max(NEAREST, Math.abs(l - frame.sourceLine(run.overRows(), run.view())));
    }

    /** The edge rays of a run that cut an image line; whether they grow there. */
    private static boolean crossing(FanLines lines, FanLines.Run run, int l, int samples, int[] range) {
        boolean grows = lines.grows(run, l);
        long left = -2L << 32;
        long right = (samples + 1L) << 32;
        range[0] = lines.firstBeyond(run, l, l, grows, grows ? left : right);
        range[1] = lines.firstWhollyBeyond(run, l, l, grows, grows ? right : left);
        return grows;
    }

    /** pieces[i] += factor x (sum up to edge ray i + 1 - sum up to edge ray i) on one image line. */
    private static void add(
            FanLines lines,
            double[] inverse,
            FanLines.Run run,
            int[] range,
            int l,
            double factor,
            double before,
            double behind,
            int at,
            double[] sums,
            double[] pieces) {
        long[] position = lines.position;
        long[] step = lines.step;
        double previous = before;
        int from = range[0];
        int to = range[1];
        for (int i = from; i < to; i++) {
            long s = step[i];
            long p = position[i] + l * s;
            int k = at + (int) (p >> 32);
            double width = Math.abs(s) * 0x1p-32;
            double part = part(p);
            double beyond = part + width - 1;
            double over = 0.5 * (beyond + Math.abs(beyond));
            double second = over * over * inverse[i];
            double s0 = sums[k];
            double s1 = sums[k + 1];
            double s2 = sums[k + 2];
            double sum = s0 + (part + width / 2) * (s1 - s0) + second * ((s2 - s1) - (s1 - s0));
            if (i > run.first()) {
                pieces[i - 1] += factor * (sum - previous);
            }
            previous = sum;
        }
        if (to > run.first() && to < run.end()) {
            pieces[to - 1] += factor * (behind - previous);
        }
    }

    /** The fractional part of a position, by its bits. */
    private static double part(long p) {
        return Double.longBitsToDouble(0x3ff0000000000000L | (p & 0xffffffffL) << 20) - 1;
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        Arrays.fill(out, 0);
        FanLines[] blocks = new FanLines[VIEWS_ADJOINT];
        double[][] values = new double[VIEWS_ADJOINT][];
        double[][] inverse = new double[VIEWS_ADJOINT][];
        for (int start = 0; start < frame.views; start += VIEWS_ADJOINT) {
            int block = start;
            int count = Math.min(VIEWS_ADJOINT, frame.views - block);
            Parallel.ranges(count, 2, (from, to) -> {
                for (int v = from; v < to; v++) {
                    FanLines lines = blocks[v] == null ? new FanLines(frame.cells + 8) : blocks[v];
                    lines.clear();
                    edgeRays(block + v, lines);
                    blocks[v] = lines;
                    values[v] = weighted(lines, y);
                    inverse[v] = inverseWidths(lines);
                }
            });
            for (boolean rows : new boolean[] {true, false}) {
                Parallel.ranges(frame.lines(rows), 8, (from, to) -> {
                    double[] sums = new double[frame.samples(rows) + 2 * PAD];
                    for (int l = from; l < to; l++) {
                        scatter(blocks, inverse, values, count, rows, l, sums, out);
                    }
                });
            }
        }
    }

    /** The value of each piece; 0 behind the last one of a run. The piece before edge ray i is i, that behind it i + 1. */
    private double[] weighted(FanLines lines, float[] y) {
        double[] v = new double[lines.count() + 1];
        for (FanLines.Run run : lines.runs) {
            int row = run.view() * frame.cells + run.cell() - run.first();
            for (int i = run.first(); i < run.end() - 1; i++) {
                v[i + 1] = y[row + i] * lines.factor[i];
            }
        }
        return v;
    }

    /** Adds to an image line what the cells of some views bring: the transpose of {@link #add}, then of the running sums. */
    private void scatter(
            FanLines[] blocks,
            double[][] inverse,
            double[][] values,
            int count,
            boolean rows,
            int l,
            double[] sums,
            float[] out) {
        int samples = frame.samples(rows);
        int[] range = new int[2];
        Arrays.fill(sums, 0);
        for (int v = 0; v < count; v++) {
            for (FanLines.Run run : blocks[v].runs) {
                if (run.overRows() == rows) {
                    boolean grows = crossing(blocks[v], run, l, samples, range);
                    double factor = (grows ? 1 : -1) / distance(run, l);
                    scatter(blocks[v], inverse[v], range[0], range[1], l, factor, values[v], sums);
                    // The piece before the first edge ray, or behind the last, ends with the whole line.
                    int whole = grows ? range[1] : range[0];
                    sums[PAD + samples] += Math.abs(factor) * values[v][whole];
                }
            }
        }
        double sum = 0;
        for (int k = samples + 2 * PAD - 1; k > PAD + samples; k--) {
            sum += sums[k];
        }
        int at = rows ? l * frame.nx : l;
        int next = rows ? 1 : frame.nx;
        for (int k = samples - 1; k >= 0; k--) {
            sum += sums[PAD + k + 1];
            out[at + k * next] += (float) sum;
        }
    }

    private static void scatter(
            FanLines lines, double[] inverse, int from, int to, int l, double factor, double[] values, double[] sums) {
        long[] position = lines.position;
        long[] step = lines.step;
        for (int i = from; i < to; i++) {
            long s = step[i];
            long p = position[i] + l * s;
            int k = PAD + (int) (p >> 32);
            double width = Math.abs(s) * 0x1p-32;
            double part = part(p);
            double beyond = part + width - 1;
            double over = 0.5 * (beyond + Math.abs(beyond));
            double second = over * over * inverse[i];
            double first = part + width / 2 - second;
            double difference = factor * (values[i] - values[i + 1]);
            sums[k] += difference * (1 - first);
            sums[k + 1] += difference * (first - second);
            sums[k + 2] += difference * second;
        }
    }
}
