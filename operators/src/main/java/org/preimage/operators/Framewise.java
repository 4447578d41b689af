package org.preimage.operators;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * A series in time, each frame measured by an operator of its own: y_t = A_t x_t. Domain and range are those of the frames
 * with one axis {@link Role#TIME} more, slowest.
 */
public final class Framewise extends LinearOperator {
    private final List<LinearOperator> frames;

    /**
     * @param frames one operator for each frame, at least one, all between the same two spaces
     * @throws IllegalArgumentException if there is none, or the spaces differ
     */
    public Framewise(List<? extends LinearOperator> frames) {
        super(inTime(frames, true), inTime(frames, false));
        this.frames = List.copyOf(frames);
    }

    private static Space inTime(List<? extends LinearOperator> frames, boolean domain) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("there is no frame, but at least one is needed");
        }
        LinearOperator first = frames.get(0);
        for (LinearOperator frame : frames) {
            first.domain().requireShape("the domain of a frame", frame.domain());
            first.range().requireShape("the range of a frame", frame.range());
        }
        return (domain ? first.domain() : first.range()).with(new Axis(Role.TIME, frames.size()));
    }

    /** The operators, in order. */
    public List<LinearOperator> frames() {
        return frames;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        each(x, out, LinearOperator::apply);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        each(y, out, LinearOperator::adjoint);
    }

    /** Each frame's normal operator. */
    @Override
    public LinearOperator gram() {
        return new Framewise(frames.stream().map(LinearOperator::gram).toList());
    }

    @Override
    protected double computeNorm() {
        return frames.stream().mapToDouble(LinearOperator::norm).max().orElseThrow();
    }

    @Override
    public double normBound() {
        return frames.stream().mapToDouble(LinearOperator::normBound).max().orElseThrow();
    }

    /** The root mean square of the frames' levels; empty if one frame knows nothing. */
    @Override
    public OptionalDouble noiseLevel(float[] data) {
        range().require("data", data);
        int length = data.length / frames.size();
        double sum = 0;
        for (int t = 0; t < frames.size(); t++) {
            OptionalDouble level = frames.get(t).noiseLevel(Arrays.copyOfRange(data, t * length, (t + 1) * length));
            if (level.isEmpty()) {
                return level;
            }
            sum += level.getAsDouble() * level.getAsDouble();
        }
        return OptionalDouble.of(Math.sqrt(sum / frames.size()));
    }

    private interface Part {
        void compute(LinearOperator frame, float[] in, float[] out);
    }

    private void each(float[] in, float[] out, Part part) {
        int n = frames.size();
        int inLength = in.length / n;
        int outLength = out.length / n;
        Parallel.ranges(n, 1, (from, to) -> {
            float[] result = new float[outLength];
            for (int t = from; t < to; t++) {
                part.compute(frames.get(t), Arrays.copyOfRange(in, t * inLength, (t + 1) * inLength), result);
                System.arraycopy(result, 0, out, t * outLength, outLength);
            }
        });
    }
}
