package org.preimage.plugins;

import ij.measure.Calibration;
import java.util.List;
import java.util.Map;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.solver.Listener;

/**
 * What a command will do, decided before any work is done.
 *
 * @param title of the result
 * @param from what a plane of the input is; null if the step reads for itself what it needs
 * @param width columns of the result
 * @param height rows of the result
 * @param calibration of the result
 * @param workBytes bytes of memory needed while one plane is computed, besides the result
 * @param facts how the result is made, for its info property, in order; what is known before the work
 * @param channels names of the planes that the result has for each one of the input, as "mean" and "standard deviation"; one that is
 *     empty where it has one
 * @param isVolume whether all planes of the input are worked on together, in one step that gives as many planes
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
        List<String> channels,
        boolean isVolume,
        Step step) {
    public Plan {
        channels = List.copyOf(channels);
    }

    /** Plane by plane. */
    public Plan(
            String title,
            Space from,
            int width,
            int height,
            Calibration calibration,
            long workBytes,
            Map<String, String> facts,
            List<String> channels,
            Step step) {
        this(title, from, width, height, calibration, workBytes, facts, channels, false, step);
    }

    /** With one plane for each. */
    public Plan(
            String title,
            Space from,
            int width,
            int height,
            Calibration calibration,
            long workBytes,
            Map<String, String> facts,
            Step step) {
        this(title, from, width, height, calibration, workBytes, facts, List.of(""), step);
    }

    /** The same for all planes together: {@link #from} is the volume. */
    public Plan together() {
        return new Plan(title, from, width, height, calibration, workBytes, facts, channels, true, step);
    }

    /** Label of a plane of the result: that of the input's, or the channel's name. */
    String label(int plane, Planes input) {
        String channel = channels.get(plane % channels.size());
        return channel.isEmpty() ? input.label(plane / channels.size()) : channel;
    }

    /** Computes one plane. */
    @FunctionalInterface
    public interface Step {
        /**
         * @param index number of the plane, from 0
         * @param plane the values of the input's plane; null if the step reads for itself
         * @param listener to be told of every iteration; returns false when the user cancels
         * @throws IllegalArgumentException if the plane cannot be worked on
         */
        Result compute(int index, Image plane, Listener listener);
    }

    /**
     * A computed plane.
     *
     * @param values the pixels, one channel after the other
     * @param facts how the plane was made, where that was decided for it alone
     */
    public record Result(float[] values, Map<String, String> facts) {}
}
