package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;

/** A scan whose projections, flats and darks are {@link Frames}. */
record FramesScan(
        Path file,
        String format,
        Quantity quantity,
        Frames frames,
        Optional<Frames> flatFrames,
        Optional<Frames> darkFrames,
        Optional<double[]> angles,
        Optional<Beam> beam,
        Optional<Detector> panel,
        Map<String, String> facts)
        implements ScanFile {
    /** A scan of projections only, to be completed. */
    static FramesScan of(Path file, String format, Quantity quantity, Frames frames) {
        return new FramesScan(
                file,
                format,
                quantity,
                frames,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("type", frames.type()));
    }

    /**
     * With flats and darks, either of them null if there are none.
     *
     * @throws IOException if they are of another size than the projections
     */
    FramesScan withReferences(Frames flats, Frames darks) throws IOException {
        require("flats", flats);
        require("darks", darks);
        return new FramesScan(
                file,
                format,
                quantity,
                frames,
                Optional.ofNullable(flats),
                Optional.ofNullable(darks),
                angles,
                beam,
                panel,
                facts);
    }

    private void require(String name, Frames other) throws IOException {
        if (other != null && (other.rows() != frames.rows() || other.cells() != frames.cells())) {
            throw new IOException(file + " contradicts itself: its " + name + " have " + other.rows() + " x "
                    + other.cells() + " pixels, but its projections " + frames.rows() + " x " + frames.cells());
        }
    }

    /**
     * With angles in degrees.
     *
     * @param where the file has them from
     * @throws IOException if they are not as many as projections, or not finite
     */
    FramesScan withAngles(double[] degrees, String where) throws IOException {
        if (degrees.length != frames.count()) {
            throw new IOException(file + " contradicts itself: " + where + " has " + degrees.length
                    + " angles, but there are " + frames.count() + " projections");
        }
        for (int i = 0; i < degrees.length; i++) {
            if (!Double.isFinite(degrees[i])) {
                throw new IOException(file + " has the angle " + degrees[i] + " at index " + i + " of " + where);
            }
        }
        return new FramesScan(
                file,
                format,
                quantity,
                frames,
                flatFrames,
                darkFrames,
                Optional.of(degrees.clone()),
                beam,
                panel,
                facts);
    }

    /** With the geometry, whose panel is the detector of a cone beam. */
    FramesScan withBeam(Beam geometry) {
        return withBeam(
                geometry, geometry.image().dimensions() == 3 ? Optional.of(geometry.detector()) : Optional.empty());
    }

    /** With the fan beam of the middle row, and the panel that is too large for one array. */
    FramesScan withBeam(Beam geometry, Optional<Detector> all) {
        return new FramesScan(
                file, format, quantity, frames, flatFrames, darkFrames, angles, Optional.of(geometry), all, facts);
    }

    /** With one more fact. */
    FramesScan withFact(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new FramesScan(
                file,
                format,
                quantity,
                frames,
                flatFrames,
                darkFrames,
                angles,
                beam,
                panel,
                Collections.unmodifiableMap(more));
    }

    @Override
    public Optional<double[]> angles() {
        return angles.map(double[]::clone);
    }

    @Override
    public int cells() {
        return frames.cells();
    }

    @Override
    public int rows() {
        return frames.rows();
    }

    @Override
    public int views() {
        return frames.count();
    }

    @Override
    public Image projections(int first, int count) throws IOException {
        return block(frames, first, count, Role.ANGLE);
    }

    @Override
    public Optional<Image> flats(int first, int count) throws IOException {
        return flatFrames.isEmpty() ? Optional.empty() : Optional.of(block(flatFrames.get(), first, count, Role.TIME));
    }

    @Override
    public Optional<Image> darks(int first, int count) throws IOException {
        return darkFrames.isEmpty() ? Optional.empty() : Optional.of(block(darkFrames.get(), first, count, Role.TIME));
    }

    private Image block(Frames source, int first, int count, Role slow) throws IOException {
        if (first < 0 || count < 1 || count > source.rows() - first) {
            throw new IllegalArgumentException("rows " + first + " to " + (first + (long) count - 1)
                    + " are asked for, but " + file + " has the rows 0 to " + (source.rows() - 1));
        }
        long values = (long) source.cells() * count * source.count();
        if (values > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(count + " rows of " + file + " have " + values
                    + " values, but at most 2^31 are read at once: ask for fewer rows");
        }
        double cell = beam.map(Beam::spacing).orElse(1.0);
        double row = beam.map(b -> b.detector().rowSpacing()).orElse(1.0);
        Space space = Space.of(
                new Axis(Role.DETECTOR, source.cells(), cell),
                new Axis(Role.DETECTOR_ROW, count, row),
                new Axis(slow, source.count()));
        float[] out = space.zeros();
        source.read(first, count, out);
        return new Image(space, out);
    }

    @Override
    public void close() throws IOException {
        try (Frames f = frames;
                Frames w = flatFrames.orElse(null);
                Frames d = darkFrames.orElse(null)) {
            // Closing all of them, whichever fails, is the work of the braces.
        }
    }
}
