package org.preimage.plugins.mri;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFiles;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Planes;

/**
 * Raw k-space that lies in an image, as {@link OpenKSpaceCommand} makes it: the numbers are the image's pixels, whatever was done to
 * them since. What an image has no place for, a noise scan, lines for calibration and a trajectory, is read from the file that it was
 * opened from.
 */
final class KSpaceFromImage implements KSpaceFile {
    /** Property that says what the image's channels are. */
    static final String VALUES = "preimage.kspace.values";

    private final Planes planes;
    private final KSpaceGeometry geometry;
    private final Space space;

    /** @throws IllegalArgumentException in one sentence, if it is no such image, or planes or pixels are missing */
    KSpaceFromImage(Planes planes) {
        this.planes = planes;
        geometry = KSpaceGeometry.in(planes);
        String values = planes.property(VALUES);
        if (!KSpaceStack.Values.REAL_AND_IMAGINARY.words.equals(values)) {
            throw new IllegalArgumentException("k-space is an image of " + values
                    + ", but must be opened as real and imaginary to be reconstructed");
        }
        int expected = 2 * geometry.slices() * geometry.depth() * geometry.coils();
        boolean whole = planes.count() == expected
                && (!geometry.cartesian()
                        || geometry.image().isEmpty()
                        || planes.width() == geometry.image().get().size(0)
                                && planes.height() == geometry.image().get().size(1));
        if (!whole) {
            throw new IllegalArgumentException("k-space is " + planes.width() + " x " + planes.height() + " x "
                    + planes.count() + ", but it was opened with " + expected + " planes"
                    + geometry.image()
                            .map(i -> " of " + i.size(0) + " x " + i.size(1))
                            .orElse("") + ": open the file again");
        }
        Axis coil = new Axis(Role.COIL, geometry.coils());
        space = geometry.cartesian() && geometry.image().isPresent()
                ? SamplingMask.frequencies(geometry.image().get()).complex().with(coil)
                : Space.of(new Axis(Role.SAMPLE, planes.width()), new Axis(Role.SHOT, planes.height()), coil)
                        .complex();
    }

    @Override
    public Path path() {
        return geometry.file();
    }

    @Override
    public String format() {
        return "pixels of the image " + planes.title() + ", from " + geometry.format();
    }

    @Override
    public boolean isDeclared() {
        return true;
    }

    @Override
    public boolean isCartesian() {
        return geometry.cartesian();
    }

    @Override
    public Optional<Space> image() {
        return geometry.image();
    }

    @Override
    public boolean pixelIsStated() {
        return geometry.millimetres();
    }

    @Override
    public double oversampling() {
        return geometry.oversampling();
    }

    @Override
    public int coils() {
        return geometry.coils();
    }

    @Override
    public KSpaceFrame counts() {
        return new KSpaceFrame(geometry.slices(), 1, 1, 1, 1);
    }

    @Override
    public Image kspace(KSpaceFrame frame) {
        Space plane = new Space(space.axes().subList(0, 2), Field.REAL);
        int points = plane.points();
        int depth = geometry.depth();
        Image out = Image.zeros(space);
        for (int coil = 0; coil < geometry.coils(); coil++) {
            for (int z = 0; z < depth; z++) {
                int at = z + depth * (frame.slice() + geometry.slices() * coil);
                for (int part = 0; part < 2; part++) {
                    float[] values = planes.read(2 * at + part, plane).data();
                    int from = 2 * points * (z + depth * coil) + part;
                    for (int i = 0; i < points; i++) {
                        out.data()[from + 2 * i] = values[i];
                    }
                }
            }
        }
        return out;
    }

    @Override
    public SamplingMask mask(KSpaceFrame frame) {
        try {
            return SamplingMask.ofData(kspace(frame));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    planes.name() + ", slice " + (frame.slice() + 1) + " is zero everywhere", e);
        }
    }

    @Override
    public Optional<Trajectory> trajectory(KSpaceFrame frame) throws IOException {
        try (KSpaceFile file = original("a trajectory")) {
            return file.trajectory(frame);
        }
    }

    @Override
    public Optional<Image> calibration(KSpaceFrame frame) throws IOException {
        if (!geometry.calibration()) {
            return Optional.empty();
        }
        try (KSpaceFile file = original("lines for calibration")) {
            return file.calibration(frame);
        }
    }

    @Override
    public Optional<Image> noise() throws IOException {
        if (!geometry.noise()) {
            return Optional.empty();
        }
        try (KSpaceFile file = original("a noise scan")) {
            return file.noise();
        }
    }

    private KSpaceFile original(String what) throws IOException {
        try {
            return KSpaceFiles.open(geometry.file());
        } catch (IOException e) {
            throw new IOException(
                    "k-space needs " + what + " of the file that it was opened from: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> facts() {
        return Map.of();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
