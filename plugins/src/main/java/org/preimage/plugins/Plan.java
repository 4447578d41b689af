package org.preimage.plugins;

import ij.measure.Calibration;
import java.util.Map;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.solver.Listener;

/**
 * What a command will do, decided before any work is done.
 *
 * @param title of the result
 * @param from what a plane of the input is
 * @param width columns of the result
 * @param height rows of the result
 * @param calibration of the result
 * @param workBytes bytes of memory needed while one plane is computed, besides the result
 * @param facts how the result is made, for its info property, in order; what is known before the work
 * @param step what happens to a plane
 */
public record Plan(
        String title,
        Space from,
        int width,
        int height,
        Calibration calibration,
        long workBytes,
        Map<String, String> facts,
        Step step) {

    /** Computes one plane. */
    @FunctionalInterface
    public interface Step {
        /**
         * @param index number of the plane, from 0
         * @param plane the values of the input's plane
         * @param listener to be told of every iteration; returns false when the user cancels
         * @throws IllegalArgumentException if the plane cannot be worked on
         */
        Result compute(int index, Image plane, Listener listener);
    }

    /**
     * A computed plane.
     *
     * @param values the pixels
     * @param facts how the plane was made, where that was decided for it alone
     */
    public record Result(float[] values, Map<String, String> facts) {}
}
