package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.sampling.SamplingPattern;
import org.preimage.operators.raw.Digest;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MriSpec;

/**
 * Tasks from a measured, fully sampled multi-coil k-space of which only some points are used. Sensitivities come from those
 * points alone, by ESPIRiT; the reference is the image of all points, combined with the sensitivities that all give.
 */
final class MeasuredMri {
    private final String name;
    private final Image full;
    private final Space image;
    private final Image reference;
    private final Region region;
    private final Map<String, String> facts;

    /**
     * @param name of the scan
     * @param file complex, shape (coils, ky, kx)
     * @throws IOException if it cannot be read or holds something else
     */
    MeasuredMri(String name, Path file) throws IOException {
        this.name = name;
        Image read = ImageFiles.read(file);
        if (read.space().dimensions() != 3 || read.space().field() != Field.COMPLEX) {
            throw new IOException(file + " holds " + read.space() + ", but k-space of shape (coils, ky, kx) is needed");
        }
        image = Space.image(read.space().size(0), read.space().size(1), 1);
        Space kspace = SamplingMask.frequencies(image)
                .with(new Axis(Role.COIL, read.space().size(2)))
                .complex();
        full = read.as(kspace);
        full.requireFinite(file.toString());
        reference = new Image(
                        image.complex(),
                        spec(SamplingMask.full(image), "all points")
                                .completedBy(full)
                                .operator()
                                .adjoint(full.data()))
                .magnitude();
        region = Region.object(reference, MriTasks.OBJECT);
        facts = Map.of("sha256 of " + file.getFileName(), Digest.sha256(file));
    }

    private MriSpec spec(SamplingMask mask, String words) {
        return new MriSpec(
                image,
                new MriSpec.Estimated(MriSpec.Way.ESPIRIT, 1),
                new MriSpec.Masks(List.of(mask), "(" + words + ")"),
                1);
    }

    /**
     * The points of a pattern.
     *
     * @param suffix ends the task's name
     * @param sampled the pattern in words
     * @param pattern which points are used
     * @param unfit methods that are left out
     */
    Task task(String suffix, String sampled, SamplingPattern pattern, Set<String> unfit) {
        SamplingMask mask = pattern.mask(image, MriTasks.generator());
        MriSpec spec = spec(mask, sampled);
        return new Task(
                name + suffix,
                "A measured scan of a brain, " + full.space().size(2) + " coils, " + image.size(0) + " x "
                        + image.size(1)
                        + " points, of which are used: " + sampled
                        + ". The sensitivities are estimated from these by ESPIRiT, once for all methods and outside of"
                        + " the seconds.",
                "the image of the fully sampled data, combined with the sensitivities that ESPIRiT finds in its centre, "
                        + MriTasks.REGION,
                "",
                spec,
                null,
                unfit,
                random -> {
                    Image data = full.copy();
                    spec.clearUnmeasured(data);
                    return List.of(new Case(
                            name, data, reference, 0, region, Pictures.Scale.quantiles(reference, 0, 0.998), facts));
                });
    }
}
