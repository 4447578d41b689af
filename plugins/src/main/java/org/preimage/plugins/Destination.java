package org.preimage.plugins;

import ij.ImagePlus;
import java.util.Map;

/** Where the planes of a result go as they are made, one after the other. */
interface Destination {
    /**
     * Takes a plane; when this returns it will not be lost.
     *
     * @param values not copied
     * @param facts how the plane was made, where that was decided for it alone
     * @throws IllegalArgumentException in one sentence, if it cannot be kept
     */
    void put(int plane, float[] values, Map<String, String> facts);

    /** How many planes are there, in part from an earlier run of the same job: the first ones. */
    int count();

    /**
     * The planes that are there, at least one.
     *
     * @param input what they were made of, whose channels, slices, frames and labels they take if all are there
     */
    ImagePlus image(Planes input);

    /** The facts of a plane that is there. */
    Map<String, String> facts(int plane);

    /** What becomes of the planes when work stops, for the user: "kept" and where. */
    String kept();
}
