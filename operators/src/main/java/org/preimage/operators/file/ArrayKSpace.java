package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** K-space that is a plain array, of .npy or BART's .cfl: neither pixel size nor trajectory are in the file. */
final class ArrayKSpace implements KSpaceFile {
    /** BART's dimensions that number images. */
    private static final Set<BartDimension> COUNTED = EnumSet.of(
            BartDimension.SLICE, BartDimension.TE, BartDimension.TIME, BartDimension.TIME2, BartDimension.BATCH);

    /** Reads a frame. */
    interface Reader {
        Image read(Space space, KSpaceFrame frame) throws IOException;
    }

    private final Path path;
    private final String format;
    private final Space space;
    private final KSpaceFrame counts;
    private final Map<String, String> facts;
    private final Reader reader;

    private ArrayKSpace(
            Path path, String format, Space space, KSpaceFrame counts, Map<String, String> facts, Reader reader) {
        this.path = path;
        this.format = format;
        this.space = space;
        this.counts = counts;
        this.facts = facts;
        this.reader = reader;
    }

    /** Whether a .npy header is that of k-space of shape (coils, ky, kx). */
    static boolean isKSpace(NpyHeader header) {
        return header.type().kind() == 'c'
                && header.shape().length == 3
                && Arrays.stream(header.shape()).allMatch(n -> n > 0);
    }

    static ArrayKSpace npy(Path file, NpyHeader header) throws IOException {
        if (!isKSpace(header)) {
            throw new IOException(file + " holds " + header.type().words() + " values of shape "
                    + Arrays.toString(header.shape()) + ", but k-space is complex of shape (coils, ky, kx)");
        }
        int[] shape = header.shape();
        Space space = checked(
                file, List.of(new Axis(Role.KX, shape[2]), new Axis(Role.KY, shape[1]), new Axis(Role.COIL, shape[0])));
        return new ArrayKSpace(
                file,
                "NumPy .npy",
                space,
                KSpaceFrame.ONE,
                Map.of("axes", Arrays.toString(shape) + " taken as (coils, ky, kx)"),
                (s, frame) -> Npy.read(file).as(s));
    }

    /** Whether a .cfl has no dimension that raw k-space has not, as maps have. */
    static boolean isKSpace(CflHeader header) {
        return strange(header) == null;
    }

    /** A dimension that raw k-space has not; null if there is none. */
    private static BartDimension strange(CflHeader header) {
        for (BartDimension d : BartDimension.values()) {
            if (d.ordinal() > BartDimension.COIL.ordinal() && !COUNTED.contains(d) && header.size(d) > 1) {
                return d;
            }
        }
        return null;
    }

    static ArrayKSpace cfl(Path file) throws IOException {
        CflHeader header = CflHeader.read(file);
        int[] sizes = header.dimensions();
        boolean along = Cfl.isAlongTrajectory(sizes);
        List<Axis> axes = new ArrayList<>();
        for (BartDimension d : List.of(BartDimension.READ, BartDimension.PHASE1, BartDimension.PHASE2)) {
            int n = header.size(d);
            if (along) {
                if (d != BartDimension.READ) {
                    axes.add(new Axis(d == BartDimension.PHASE1 ? Role.SAMPLE : Role.SHOT, n));
                }
            } else if (d != BartDimension.PHASE2 || n > 1) {
                axes.add(new Axis(d.frequency(), n));
            }
        }
        axes.add(new Axis(Role.COIL, header.size(BartDimension.COIL)));
        KSpaceFrame counts = new KSpaceFrame(
                header.size(BartDimension.SLICE),
                header.size(BartDimension.TE),
                header.size(BartDimension.TIME2),
                header.size(BartDimension.TIME),
                header.size(BartDimension.BATCH));
        BartDimension strange = strange(header);
        if (strange != null) {
            throw new IOException(header.values() + " has " + header.size(strange) + " values along BART's dimension "
                    + strange + ", which raw k-space has not");
        }
        return new ArrayKSpace(
                header.values(),
                "BART .cfl",
                checked(header.values(), axes),
                counts,
                Map.of("dimensions", header.words() + " : " + BartDimension.words(sizes)),
                (space, frame) -> Cfl.read(header, space, first(header, frame)));
    }

    /** The number of the first value of a frame. */
    private static long first(CflHeader header, KSpaceFrame frame) {
        long first = 0;
        long stride = 1;
        for (BartDimension d : BartDimension.values()) {
            int index =
                    switch (d) {
                        case SLICE -> frame.slice();
                        case TE -> frame.contrast();
                        case TIME2 -> frame.phase();
                        case TIME -> frame.repetition();
                        case BATCH -> frame.set();
                        default -> 0;
                    };
            first += index * stride;
            stride *= header.size(d);
        }
        return first;
    }

    private static Space checked(Path file, List<Axis> axes) throws IOException {
        try {
            return new Space(axes, Field.COMPLEX);
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public boolean isDeclared() {
        return false;
    }

    @Override
    public boolean isCartesian() {
        return space.axes().get(0).role() == Role.KX;
    }

    @Override
    public Optional<Space> image() {
        if (!isCartesian()) {
            return Optional.empty();
        }
        Role[] roles = {Role.X, Role.Y, Role.Z};
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < space.dimensions() - 1; i++) {
            axes.add(new Axis(roles[i], space.size(i)));
        }
        return Optional.of(new Space(axes, Field.REAL));
    }

    @Override
    public boolean pixelIsStated() {
        return false;
    }

    @Override
    public int coils() {
        return space.size(space.dimensions() - 1);
    }

    @Override
    public KSpaceFrame counts() {
        return counts;
    }

    @Override
    public Image kspace(KSpaceFrame frame) throws IOException {
        frame.requireWithin(counts);
        // Frequencies of an image with pixels of 1 mm.
        Space frequencies = image().map(i ->
                        SamplingMask.frequencies(i).complex().with(space.axes().get(space.dimensions() - 1)))
                .orElse(space);
        return reader.read(frequencies, frame);
    }

    @Override
    public SamplingMask mask(KSpaceFrame frame) throws IOException {
        if (!isCartesian()) {
            throw new IllegalArgumentException(path + " holds data along a trajectory, of which there is no mask");
        }
        Image data = kspace(frame);
        try {
            return SamplingMask.ofData(data);
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " holds k-space that is zero everywhere", e);
        }
    }

    @Override
    public Optional<Trajectory> trajectory(KSpaceFrame frame) {
        frame.requireWithin(counts);
        return Optional.empty();
    }

    @Override
    public Map<String, String> facts() {
        return facts;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
