package org.preimage.reconstruction.solver;

import java.util.function.Supplier;

/**
 * What a listener sees after an iteration.
 *
 * @param stage what is running, as "tv" or "choosing the weight"
 * @param iteration iterations done
 * @param maxIterations iterations at most
 * @param last the newest recorded row; null before the first
 * @param solution a copy of the current solution, made when asked for
 */
public record Progress(String stage, int iteration, int maxIterations, Row last, Supplier<float[]> solution) {
    /**
     * One line of a run's history. Quantities that a method does not have are NaN.
     *
     * @param iteration iterations done
     * @param seconds since the run began
     * @param residual the method's measure of what is left to do
     * @param objective value of the objective
     */
    public record Row(int iteration, double seconds, double residual, double objective) {}
}
