package org.preimage.operators.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** Multi-coil data of a {@link MriSpec} that leaves coils or mask to them: what the array's own shape and values tell. */
final class SeriesData {
    private final MriSpec spec;
    private final List<Image> frames;

    /**
     * @param read an array from a file, shape ([frames,] coils, ky, kx) or ([frames,] coils, shots, samples)
     * @throws IllegalArgumentException if the shape is another one, or the data are not finite or all zero
     */
    SeriesData(MriSpec spec, Image read) {
        this.spec = spec;
        int count = spec.frames();
        Space samples = samples(spec);
        Space needed = samples.with(new Axis(Role.COIL, 1));
        Space space = read.space();
        int axes = needed.dimensions() + (count > 1 ? 1 : 0);
        boolean bare = space.dimensions() == axes - 1 && space.points() == (long) samples.points() * count;
        Image all = bare ? withCoilAxis(read, count) : read;
        boolean fits = all.space().field() == Field.COMPLEX && all.space().dimensions() == axes;
        for (int a = 0; fits && a < samples.dimensions(); a++) {
            fits = all.space().size(a) == samples.size(a);
        }
        fits &= count == 1 || all.space().size(axes - 1) == count;
        if (!fits) {
            String inner = Shapes.text(samples);
            throw new IllegalArgumentException("data have shape " + Shapes.text(space)
                    + (space.field() == Field.COMPLEX ? " complex" : "") + ", but the SPEC needs ("
                    + (count > 1 ? count + ", " : "") + "coils, " + inner.substring(1, inner.length() - 1)
                    + ") complex");
        }
        all.requireFinite("data");
        boolean zero = true;
        for (float v : all.data()) {
            zero &= v == 0;
        }
        if (zero) {
            throw new IllegalArgumentException("data are all zero: there is nothing to estimate coils or a mask from");
        }
        Space one = samples.with(new Axis(Role.COIL, all.space().size(samples.dimensions())));
        frames = IntStream.range(0, count).mapToObj(t -> frame(all, one, t)).toList();
    }

    /** The measured points of one coil and frame: complex. */
    private static Space samples(MriSpec spec) {
        if (spec.sampling() instanceof MriSpec.Trajectories paths) {
            return new Space(paths.trajectories().get(0).data(1).axes().subList(0, 2), Field.COMPLEX);
        }
        return SamplingMask.frequencies(spec.image()).complex();
    }

    /** What the SPEC says, and where it says nothing what the data tell. */
    MriSpec completed() {
        MriSpec.Sampling sampling = spec.sampling() instanceof MriSpec.FromData
                ? new MriSpec.Masks(frames.stream().map(SamplingMask::ofData).toList(), "data")
                : spec.sampling();
        MriSpec.Coils coils = spec.coils() instanceof MriSpec.Estimated estimated
                ? new MriSpec.Maps(
                        CoilEstimate.of(spec.image(), estimated, sampling, frames),
                        estimated.way().label())
                : spec.coils();
        return new MriSpec(spec.image(), coils, sampling, spec.frames());
    }

    /** Part {@code t} of an array whose slowest axis counts frames, if there is one. */
    static Image frame(Image all, Space one, int t) {
        int n = one.length();
        return new Image(one, n == all.data().length ? all.data() : Arrays.copyOfRange(all.data(), t * n, (t + 1) * n));
    }

    /** An array of a single coil with an axis for it. */
    static Image withCoilAxis(Image read, int frames) {
        List<Axis> axes = new ArrayList<>(read.space().axes());
        axes.add(frames == 1 ? axes.size() : axes.size() - 1, new Axis(Role.COIL, 1));
        return read.as(new Space(axes, read.space().field()));
    }
}
