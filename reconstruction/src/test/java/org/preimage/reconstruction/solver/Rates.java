package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.preimage.operators.space.Vectors;

/** How a measure of the distance from the solution falls, iteration by iteration, beside the bound of a theorem. */
final class Rates {
    private Rates() {}

    /** The measure of the start and of the solutions after 1 to {@code steps} iterations. */
    static <S> double[] trace(Iteration<S> method, float[] x0, int steps, ToDoubleFunction<float[]> measure) {
        S s = method.start(x0);
        double[] trace = new double[steps + 1];
        trace[0] = measure.applyAsDouble(x0);
        for (int k = 1; k <= steps; k++) {
            method.step(s);
            trace[k] = measure.applyAsDouble(method.solution(s));
        }
        return trace;
    }

    /** The measure of the mean of the solutions after 1 to k iterations, which ergodic bounds are about. */
    static <S> double[] ergodic(Iteration<S> method, float[] x0, int steps, ToDoubleFunction<float[]> measure) {
        S s = method.start(x0);
        double[] trace = new double[steps + 1];
        trace[0] = measure.applyAsDouble(x0);
        double[] sum = new double[x0.length];
        float[] mean = new float[x0.length];
        for (int k = 1; k <= steps; k++) {
            method.step(s);
            float[] x = method.solution(s);
            for (int i = 0; i < x.length; i++) {
                sum[i] += x[i];
                mean[i] = (float) (sum[i] / k);
            }
            trace[k] = measure.applyAsDouble(mean);
        }
        return trace;
    }

    static ToDoubleFunction<float[]> distanceTo(float[] best) {
        return x -> Math.sqrt(Vectors.distanceSquared(x, best));
    }

    /** From iteration 1 on, up to what rounding leaves. */
    static void assertKept(String name, double[] trace, IntToDoubleFunction bound, double rounding) {
        for (int k = 1; k < trace.length; k++) {
            double most = bound.applyAsDouble(k);
            assertTrue(trace[k] <= most + rounding, name + ", step " + k + ": " + trace[k] + ", but at most " + most);
        }
    }

    /** The bound lies so near that a solver with half the speed would break it. */
    static void assertHalfSpeedBreaks(String name, double[] trace, IntToDoubleFunction bound) {
        assertTrue(worst(trace, bound, 2) > 1, name + " would keep its bound at half its speed as well");
    }

    /** The bound is broken by at least this factor somewhere. */
    static void assertBroken(String name, double[] trace, IntToDoubleFunction bound, double factor) {
        double worst = worst(trace, bound, 1);
        assertTrue(worst > factor, name + " comes to no more than " + worst + " times the bound of a faster method");
    }

    /** The largest ratio of the trace to the bound of as many times the iteration. */
    static double worst(double[] trace, IntToDoubleFunction bound, int speed) {
        double worst = 0;
        for (int k = 1; k < trace.length; k++) {
            worst = Math.max(worst, trace[k] / bound.applyAsDouble(speed * k));
        }
        return worst;
    }
}
