package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MriSpec;
import org.preimage.operators.spec.Shapes;
import org.preimage.operators.text.Numbers;

/** What {@code preimage data} says of raw k-space. */
final class KSpaceDescription {
    /** ESPIRiT needs a block in which its kernel of 6 samples finds room to move. */
    private static final int LEAST_CALIBRATION = 12;

    private final Path named;
    private final KSpaceFile file;
    private final KSpaceFrame frame;

    /**
     * @param named as the user named it
     * @param file open
     * @param frame the image to look at
     */
    KSpaceDescription(Path named, KSpaceFile file, KSpaceFrame frame) {
        this.named = named;
        this.file = file;
        this.frame = frame;
    }

    void print(PrintWriter out) throws IOException {
        out.println(named + (file.isDeclared() ? ": " : ": array taken as ") + "raw k-space (" + file.format() + ")");
        Image data = file.kspace(frame);
        line(
                out,
                "data",
                Shapes.text(data.space()) + " : "
                        + (file.isCartesian()
                                ? file.image().orElseThrow().dimensions() == 3 ? "coils, kz, ky, kx" : "coils, ky, kx"
                                : "coils, shots, samples"));
        float most = 0;
        for (float v : data.magnitude().data()) {
            most = Math.max(most, v);
        }
        line(out, "values", "magnitudes up to " + Numbers.of(most));
        Optional<Space> image = file.image();
        if (image.isPresent()) {
            geometry(out, image.get());
        }
        line(out, "coils", Integer.toString(file.coils()));
        line(out, "images", images(file.counts()));
        if (file.isCartesian()) {
            line(out, "sampling", KSpaceSampling.words(file.mask(frame)));
        } else {
            line(out, "sampling", trajectory());
        }
        Optional<Image> noise = file.noise();
        line(
                out,
                "noise scan",
                noise.map(n -> n.space().size(0) + " samples of each coil").orElse("none"));
        file.facts().forEach((name, fact) -> line(out, name, fact));
        line(
                out,
                "SPEC",
                file.isCartesian()
                        ? "preimage data " + named + " --spec"
                        : file.trajectory(frame).isPresent()
                                ? "preimage data " + named
                                        + " --spec --trajectory OUT.npy, which also saves the trajectory"
                                : "none: the file has no trajectory");
    }

    private void geometry(PrintWriter out, Space image) {
        StringBuilder field = new StringBuilder();
        StringBuilder pixel = new StringBuilder();
        for (int a = 0; a < image.dimensions(); a++) {
            String by = a > 0 ? " x " : "";
            field.append(by).append(Numbers.of(image.size(a) * image.spacing(a)));
            pixel.append(by).append(Numbers.of(image.spacing(a)));
        }
        String axes = image.dimensions() == 3 ? "x, y, z" : "x, y";
        line(out, "matrix", KSpaceSampling.sizes(image.sizes()) + " : " + axes);
        line(
                out,
                "field",
                file.pixelIsStated() ? field + " mm, pixels of " + pixel + " mm" : "of view not stated by the file");
    }

    private static String images(KSpaceFrame counts) {
        List<String> words = new ArrayList<>();
        add(words, counts.slice(), "slice");
        add(words, counts.contrast(), "contrast");
        add(words, counts.phase(), "phase");
        add(words, counts.repetition(), "repetition");
        add(words, counts.set(), "set");
        return words.isEmpty() ? "1" : String.join(", ", words);
    }

    private static void add(List<String> words, int count, String name) {
        if (count > 1) {
            words.add(count + " " + name + "s");
        }
    }

    private String trajectory() throws IOException {
        Optional<Trajectory> trajectory = file.trajectory(frame);
        if (trajectory.isEmpty()) {
            return "along a trajectory that is not in the file";
        }
        float reach = 0;
        for (float k : trajectory.get().coordinates()) {
            reach = Math.max(reach, Math.abs(k));
        }
        return trajectory.get().shots() + " shots of " + trajectory.get().samples() + " samples, "
                + trajectory.get().dimensions() + " coordinates up to " + Numbers.of(reach)
                + " cycles per field of view";
    }

    private static void line(PrintWriter out, String name, String text) {
        out.println("  " + name + " ".repeat(Math.max(1, 13 - name.length())) + text);
    }

    /**
     * The SPEC for the data.
     *
     * @param saved where the trajectory was saved; null if it was not
     * @throws IllegalArgumentException if a trajectory is needed and was not saved, or there is none
     */
    MriSpec spec(Path saved) throws IOException {
        if (!file.isCartesian()) {
            Trajectory trajectory = file.trajectory(frame)
                    .orElseThrow(() -> new IllegalArgumentException(
                            named + " has no trajectory: --spec is for data whose geometry is known"));
            if (saved == null) {
                throw new IllegalArgumentException(
                        named + " is measured along a trajectory, which a SPEC names as a file:"
                                + " save it with --trajectory OUT.npy");
            }
            Space image = file.image().orElseThrow();
            return new MriSpec(
                    image, coils(image, false), new MriSpec.Trajectories(List.of(trajectory), saved.toString()), 1);
        }
        Space image = file.image().orElseThrow();
        SamplingMask mask = file.mask(frame);
        boolean room = true;
        for (int size : mask.calibration()) {
            room &= size >= LEAST_CALIBRATION;
        }
        boolean full = mask.count() == mask.space().points();
        return new MriSpec(
                image, coils(image, room), full ? new MriSpec.Masks(List.of(mask), "") : new MriSpec.FromData(), 1);
    }

    private MriSpec.Coils coils(Space image, boolean calibrated) {
        return file.coils() == 1
                ? new MriSpec.Maps(Sensitivities.uniform(image), "")
                : new MriSpec.Estimated(calibrated ? MriSpec.Way.ESPIRIT : MriSpec.Way.ADAPTIVE, 1);
    }
}
