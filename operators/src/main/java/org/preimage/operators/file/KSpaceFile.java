package org.preimage.operators.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Raw k-space in a file of any format, open for reading one {@link KSpaceFrame} after the other; {@link KSpaceFiles} opens it.
 * Everything that reads from the file throws an IOException with one sentence that names it, if it is damaged.
 */
public interface KSpaceFile extends Closeable {
    /** The file. */
    Path path();

    /** Name of the format. */
    String format();

    /** Whether the file itself says that it is k-space; otherwise it is an array that is taken for it. */
    boolean isDeclared();

    /** Whether the points measured lie on a grid. */
    boolean isCartesian();

    /**
     * The image whose k-space this is: real, its spatial axes with their spacing in mm, or 1 where the file states none. Empty if
     * the file does not tell its size, as data along a trajectory that is not there.
     */
    Optional<Space> image();

    /** Whether the spacing of {@link #image} is stated by the file. */
    boolean pixelIsStated();

    /** How much wider than wanted the field of view of {@link #image} is along x, by oversampling of the readout; 1 if it is not. */
    default double oversampling() {
        return 1;
    }

    /** Receive coils. */
    int coils();

    /** How many slices, contrasts and so on. */
    KSpaceFrame counts();

    /**
     * The data: complex, axes KX, KY, [KZ,] COIL with zero frequency at N / 2 and zeros where nothing was measured, or SAMPLE, SHOT,
     * COIL along a trajectory. Averages are averaged on a grid, and are further shots along a trajectory.
     *
     * @throws IllegalArgumentException if there is no such frame
     */
    Image kspace(KSpaceFrame frame) throws IOException;

    /**
     * The points of the grid that were measured.
     *
     * @throws IllegalArgumentException if there is no such frame, or the data are not on a grid
     */
    SamplingMask mask(KSpaceFrame frame) throws IOException;

    /**
     * Where the data were measured; empty on a grid, and where the file does not say.
     *
     * @throws IllegalArgumentException if there is no such frame
     */
    Optional<Trajectory> trajectory(KSpaceFrame frame) throws IOException;

    /**
     * Lines measured for the calibration of parallel imaging, as k-space of the same shape, where the file has any.
     *
     * @throws IllegalArgumentException if there is no such frame
     */
    default Optional<Image> calibration(KSpaceFrame frame) throws IOException {
        return Optional.empty();
    }

    /** Samples of noise alone, for prewhitening: complex, axes SAMPLE, COIL. */
    default Optional<Image> noise() throws IOException {
        return Optional.empty();
    }

    /** What else the file says, in words: system, field strength, trajectory, acceleration. */
    Map<String, String> facts();
}
