package org.preimage.operators.tomography;

/**
 * Some lines of a padded table, and where equally spaced outputs fall on each of them: what {@link Sums} adds up in one
 * go, one thread's scratch.
 *
 * <p>Positions are longs with 32 fractional bits that count floats from the start of the table; integers are the places of the
 * samples. Sums of such positions are exact, so that results do not depend on where a thread begins.
 */
final class Sweep {
    private static final double ONE = 0x1p32;

    /** The thinnest side of a trapezoid, so that its slopes are finite: far below a float's idea of a position. */
    private static final double THINNEST = 1e-5;

    /** Floats that tell the shape of a line's footprint. */
    static final int SHAPE = 4;

    final float[] table;

    /** Position of the first output of a row on each line; moved on by {@link Sums}. */
    final long[] at;

    /** From one output to the next. */
    final long[] step;

    /** From one row of outputs to the next. */
    final long[] move;

    /** The first output of the first row. */
    final long[] start;

    /** As shape: a triangle's 1 / w; a trapezoid's 1 / A, 1 / (2 A B), B, (A + B) / 2 with sides A &gt;= B. */
    final float[] shape;

    /** What {@link Sums} makes of the steps. */
    final float[] offsets;

    /** What {@link Sums} adds to positions. */
    final long[] lead;

    int lines;

    /** @param most lines at a time */
    Sweep(float[] table, int most, int lanes) {
        this.table = table;
        at = new long[most];
        step = new long[most];
        move = new long[most];
        start = new long[most];
        lead = new long[most];
        shape = new float[SHAPE * most];
        offsets = new float[lanes * most];
    }

    static long fixed(double v) {
        return (long) Math.floor(v * ONE);
    }

    /** Position {@code v} from index {@code base} on. */
    static long position(int base, double v) {
        return ((long) base << 32) + fixed(v);
    }

    /** Line n has triangles of half width {@code w}. */
    void triangle(int n, double w) {
        shape[SHAPE * n] = (float) (1 / w);
    }

    /** Line n has trapezoids that are boxes of sides {@code a} and {@code b}, convolved. */
    void trapezoid(int n, double a, double b) {
        double larger = Math.max(a, b);
        double smaller = Math.max(Math.min(a, b), THINNEST * larger);
        shape[SHAPE * n] = (float) (1 / larger);
        shape[SHAPE * n + 1] = (float) (0.5 / (larger * smaller));
        shape[SHAPE * n + 2] = (float) smaller;
        shape[SHAPE * n + 3] = (float) ((larger + smaller) / 2);
    }

    /** Puts all lines to the output at this column of this row. */
    void begin(long column, long row) {
        for (int n = 0; n < lines; n++) {
            at[n] = start[n] + lead[n] + column * step[n] + row * move[n];
        }
    }
}
