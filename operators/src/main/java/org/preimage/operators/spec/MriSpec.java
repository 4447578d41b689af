package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.preimage.operators.Framewise;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Magnetic resonance imaging: {"operator": "mri", "image": {"size": [180, 230]}, "coils": "maps.npy", "mask": "mask.npy"} or,
 * off the grid, {"operator": "mri", "image": {"size": [320, 320]}, "coils": "maps.npy", "trajectory": "traj.npy"}.
 *
 * <ul>
 *   <li>"image" has two or three sizes; "pixel" and "slice" in mm may be left out.
 *   <li>"coils" is a file of sensitivities, shape (coils, y, x) or (maps, coils, y, x); or "espirit" or "adaptive" to estimate
 *       them from the data; or "none" for methods that combine coils by the root of the sum of squares; or left out for one coil that sees everything alike. "maps" is how many ESPIRiT makes of each coil, by
 *       default 1.
 *   <li>"mask" is a file of shape (ky, kx), not zero where k-space was measured; or "data": where the data are not zero; or left
 *       out, if all was measured. Data have the shape (coils, ky, kx), zero frequency in the middle.
 *   <li>"trajectory" is a file of shape (shots, samples, 2 or 3) or (samples, 2 or 3), in cycles per field of view, x first. Data
 *       then have the shape (coils, shots, samples).
 *   <li>"frames" makes a series of images: mask or trajectory have one axis more in front, and so have the data.
 * </ul>
 *
 * @param image spatial axes
 * @param coils what the coils see
 * @param sampling where in k-space is measured
 * @param frames images in time; 1 for a single one
 */
public record MriSpec(Space image, Coils coils, Sampling sampling, int frames) implements OperatorSpec {
    static final OperatorKinds.Kind KIND = new OperatorKinds.Kind("mri", MriFields::read);

    /** What the coils see. */
    public sealed interface Coils permits Maps, Estimated {}

    /**
     * Sensitivities that are known.
     *
     * @param sensitivities the maps
     * @param source the file that "coils" names, how they were estimated, or "" for one coil that sees everything alike
     */
    public record Maps(Sensitivities sensitivities, String source) implements Coils {}

    /**
     * Sensitivities that the data will tell.
     *
     * @param way how
     * @param sets maps of each coil
     */
    public record Estimated(Way way, int sets) implements Coils {}

    /** Ways to estimate sensitivities. */
    public enum Way {
        ESPIRIT,
        ADAPTIVE,
        /** All coils alike: for methods that combine them by the root of the sum of squares, and need no sensitivities. */
        NONE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where in k-space is measured. */
    public sealed interface Sampling permits Masks, FromData, Trajectories {}

    /**
     * Points of a grid.
     *
     * @param masks one for each frame
     * @param source the file that "mask" names, or "" for all of k-space
     */
    public record Masks(List<SamplingMask> masks, String source) implements Sampling {
        public Masks {
            masks = List.copyOf(masks);
        }
    }

    /** The points of a grid where the data are not zero. */
    public record FromData() implements Sampling {}

    /**
     * Points off the grid.
     *
     * @param trajectories one for each frame
     * @param source the file that "trajectory" names
     */
    public record Trajectories(List<Trajectory> trajectories, String source) implements Sampling {
        public Trajectories {
            trajectories = List.copyOf(trajectories);
        }
    }

    /** A single image on a grid. */
    public MriSpec(Space image, Sensitivities maps, SamplingMask mask) {
        this(image, new Maps(maps, IN_MEMORY), new Masks(List.of(mask), IN_MEMORY), 1);
    }

    /** A single image along a trajectory. */
    public MriSpec(Space image, Sensitivities maps, Trajectory trajectory) {
        this(image, new Maps(maps, IN_MEMORY), new Trajectories(List.of(trajectory), IN_MEMORY), 1);
    }

    private static final String IN_MEMORY = "(not from a file)";

    /** @throws IllegalArgumentException if maps, masks or trajectories do not fit the image or the number of frames */
    public MriSpec {
        if (coils instanceof Maps maps) {
            image.requireShape(
                    "the image of the sensitivities", real(maps.sensitivities().image()));
        }
        if (sampling instanceof Masks masks) {
            requireFrames("masks", masks.masks().size(), frames);
            for (SamplingMask mask : masks.masks()) {
                SamplingMask.frequencies(image).requireShape("the mask", mask.space());
            }
        } else if (sampling instanceof Trajectories paths) {
            requireFrames("trajectories", paths.trajectories().size(), frames);
            for (Trajectory path : paths.trajectories()) {
                if (path.dimensions() != image.dimensions()) {
                    throw new IllegalArgumentException("the trajectory has " + path.dimensions()
                            + " coordinates a sample, but the image has " + image.dimensions() + " axes");
                }
            }
        }
    }

    private static void requireFrames(String what, int found, int frames) {
        if (found != frames) {
            throw new IllegalArgumentException(
                    "there are " + found + " " + what + ", but the series has " + frames + " frames");
        }
    }

    private static Space real(Space space) {
        return new Space(space.axes(), Field.REAL);
    }

    /**
     * Sensitivities from a file of shape (coils, y, x) or (maps, coils, y, x).
     *
     * @param image whose they are
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if the shape does not fit the image
     */
    public static Maps mapsOf(Space image, Path file) throws IOException {
        return MriFields.maps(image, file, file.toString());
    }

    @Override
    public String name() {
        return KIND.name();
    }

    private Space inTime(Space space) {
        return frames == 1 ? space : space.with(new Axis(Role.TIME, frames));
    }

    @Override
    public Space domain() {
        if (coils instanceof Maps maps) {
            return inTime(maps.sensitivities().domain());
        }
        int sets = ((Estimated) coils).sets();
        return inTime(sets == 1 ? image.complex() : image.complex().with(new Axis(Role.MAP, sets)));
    }

    /** @throws IllegalArgumentException while coils or mask are left to the data */
    @Override
    public Space range() {
        return inTime(frame(0).range());
    }

    private Sensitivities known() {
        if (coils instanceof Maps maps) {
            return maps.sensitivities();
        }
        throw new IllegalArgumentException(
                "\"coils\" is \"" + ((Estimated) coils).way().label()
                        + "\", which estimates the sensitivities from measured data, but there are none here: \"coils\" must name a"
                        + " file");
    }

    private LinearOperator frame(int t) {
        if (sampling instanceof FromData) {
            throw new IllegalArgumentException(
                    "\"mask\" is \"data\", but there are no measured data here: \"mask\" must name a file");
        }
        return sampling instanceof Masks masks
                ? new CartesianMri(known(), masks.masks().get(t))
                : new NonCartesianMri(
                        known(), ((Trajectories) sampling).trajectories().get(t));
    }

    /** @throws IllegalArgumentException while coils or mask are left to the data */
    @Override
    public LinearOperator operator() {
        return frames == 1
                ? frame(0)
                : new Framewise(IntStream.range(0, frames).mapToObj(this::frame).toList());
    }

    @Override
    public MriSpec completedBy(Image read) {
        if (coils instanceof Maps && !(sampling instanceof FromData)) {
            return this;
        }
        return new SeriesData(this, read).completed();
    }

    /** Real images count as complex ones without imaginary part. */
    @Override
    public Image image(Image read) {
        return Shapes.fit("the image", read.complex(), domain());
    }

    /** The axis of a single coil may be missing. */
    @Override
    public Image data(Image read) {
        Space range = range();
        requireCoils(read, range);
        boolean bare = known().coils() == 1 && read.space().dimensions() == range.dimensions() - 1;
        return Shapes.fit(
                "data",
                bare && read.space().points() == range.points() ? SeriesData.withCoilAxis(read, frames) : read,
                range);
    }

    /** Data of several coils need sensitivities: says so where only they are missing. */
    private void requireCoils(Image read, Space range) {
        int coil = range.indexOf(Role.COIL).orElseThrow();
        boolean uniform = coils instanceof Maps maps && maps.source().isEmpty();
        if (uniform
                && read.space().dimensions() == range.dimensions()
                && read.space().size(coil) > 1) {
            throw new IllegalArgumentException("data have shape " + Shapes.text(read.space()) + " with "
                    + read.space().size(coil)
                    + " coils, but the SPEC has no \"coils\": a file of sensitivities, \"espirit\" or \"adaptive\"");
        }
    }

    @Override
    public void clearUnmeasured(Image data) {
        if (sampling instanceof Masks masks) {
            int n = SamplingMask.frequencies(image).points();
            int length = data.data().length / 2 / frames;
            for (int i = 0; i < data.data().length / 2; i++) {
                if (!masks.masks().get(i / length).kept(i % n)) {
                    data.data()[2 * i] = 0;
                    data.data()[2 * i + 1] = 0;
                }
            }
        }
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (coils instanceof Maps maps) {
            facts.put(
                    "coils",
                    maps.sensitivities().coils()
                            + (maps.sensitivities().sets() > 1
                                    ? ", " + maps.sensitivities().sets() + " maps of each"
                                    : "")
                            + (maps.source().isEmpty() ? "" : ", sensitivities: " + maps.source()));
        }
        if (sampling instanceof Masks masks) {
            SamplingMask first = masks.masks().get(0);
            facts.put(
                    "sampling",
                    String.format(
                            Locale.ROOT,
                            "%d of %d points, R = %.2f",
                            first.count(),
                            first.space().points(),
                            first.acceleration()));
        } else if (sampling instanceof Trajectories paths) {
            Trajectory first = paths.trajectories().get(0);
            facts.put("sampling", first.shots() + " shots of " + first.samples() + " samples");
        }
        return facts;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Fields.object().put("operator", name());
        ImageSize.write(image, json);
        if (frames > 1) {
            json.put("frames", frames);
        }
        if (coils instanceof Maps maps && !maps.source().isEmpty()) {
            json.put("coils", maps.source());
            if (maps.source().equals(Way.ESPIRIT.label())
                    && maps.sensitivities().sets() > 1) {
                json.put("maps", maps.sensitivities().sets());
            }
        }
        if (coils instanceof Estimated estimated) {
            json.put("coils", estimated.way().label());
            if (estimated.sets() > 1) {
                json.put("maps", estimated.sets());
            }
        }
        if (sampling instanceof FromData) {
            json.put("mask", "data");
        } else if (sampling instanceof Masks masks && !masks.source().isEmpty()) {
            json.put("mask", masks.source());
        } else if (sampling instanceof Trajectories paths) {
            json.put("trajectory", paths.source());
        }
        return json;
    }
}
