package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.mri.sampling.PartialFourier;
import org.preimage.operators.mri.sampling.PoissonDisc;
import org.preimage.operators.mri.sampling.RandomLines;
import org.preimage.operators.mri.sampling.UniformLines;
import org.preimage.operators.raw.Digest;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Accelerated Cartesian MRI: bundled slices with simulated coils always; a measured brain and further slices, if their files
 * are in the folder of scans.
 */
final class MriCartesianSuite implements Suite {
    private static final String MEASURED = "kspace_brain_8ch_full.npy";
    private static final String SLICES = "mri_test.npy";

    private static final String ACCELERATION = "acceleration";

    /** Of the further slices those used, one of each kind of contrast. */
    private static final int[] USED = {1, 4, 8};

    @Override
    public String name() {
        return "mri-cartesian";
    }

    @Override
    public String description() {
        return "Accelerated Cartesian MRI with eight coils: slices of a brain with simulated coils, phase and noise; and, if "
                + MEASURED + " and " + SLICES
                + " are in the folder that --cache names, a measured brain (R = 2, 4, 6, 8) and"
                + " slices of other subjects (R = 4, 8).";
    }

    @Override
    public List<String> methods() {
        return List.of("zero-filled", "sense", "grappa", "l1-wavelet", "tv", "homodyne", "pocs");
    }

    @Override
    public List<Task> tasks(Path scans) throws IOException {
        List<Task> tasks = new ArrayList<>(simulated());
        if (Files.exists(scans.resolve(MEASURED))) {
            tasks.addAll(measured(scans.resolve(MEASURED)));
        }
        if (Files.exists(scans.resolve(SLICES))) {
            tasks.addAll(slices(scans.resolve(SLICES)));
        }
        return tasks;
    }

    @Override
    public List<String> missing(Path scans) {
        return Stream.of(MEASURED, SLICES)
                .filter(file -> !Files.exists(scans.resolve(file)))
                .map(file -> "suite mri-cartesian goes without the tasks of " + file + ", which is not in " + scans)
                .toList();
    }

    private static List<Task> simulated() {
        Space image = image();
        MriTasks two = one(image)
                .with(
                        "Two T1-weighted slices of a brain",
                        () -> List.of(
                                MriTasks.bundled("brain_t1_z064.png", image),
                                MriTasks.bundled("brain_t1_z088.png", image)));
        MriTasks one = one(image);
        return List.of(
                poisson(two, "brain-poisson-4", 4),
                poisson(two, "brain-poisson-8", 8),
                lines(one),
                one.task(
                        "brain-lines-8",
                        "an eighth of the lines along ky, at random with a density (1 - |k|)^2, the central 12 completely",
                        new RandomLines(Role.KY, 8, 12),
                        MriTasks.UNFIT_SCATTERED),
                one.task(
                        "brain-uniform-3",
                        "every third line along ky and the central 24",
                        new UniformLines(Role.KY, 3, 24),
                        MriTasks.UNFIT_UNIFORM),
                one.task(
                        "brain-partial",
                        "the upper 5/8 of the lines along ky (partial Fourier)",
                        new PartialFourier(Role.KY, 0.625),
                        MriTasks.UNFIT_PARTIAL));
    }

    private static Space image() {
        return Space.image(192, 240, 1);
    }

    private static MriTasks one(Space image) {
        return new MriTasks(
                image, "A T1-weighted slice of a brain", () -> List.of(MriTasks.bundled("brain_t1_z064.png", image)));
    }

    /** A quarter of the lines of a bundled slice. */
    static Task lines() {
        return lines(one(image()));
    }

    private static Task lines(MriTasks tasks) {
        return tasks.task(
                "brain-lines-4",
                "a quarter of the lines along ky, at random with a density (1 - |k|)^2, the central 16 completely",
                new RandomLines(Role.KY, 4, 16),
                MriTasks.UNFIT_SCATTERED);
    }

    private static Task poisson(MriTasks tasks, String name, int acceleration) {
        return tasks.task(name, disc(acceleration), new PoissonDisc(acceleration, 24), MriTasks.UNFIT_SCATTERED)
                .at(name.replace("-" + acceleration, ""), ACCELERATION, acceleration);
    }

    private static String disc(int acceleration) {
        return "one in " + acceleration + " points in a uniform Poisson-disc pattern, the central 24 x 24 completely";
    }

    private static List<Task> measured(Path file) throws IOException {
        MeasuredMri brain = new MeasuredMri("brain-8ch", file);
        List<Task> tasks = new ArrayList<>();
        tasks.add(brain.task(
                "-uniform-2",
                "every second line along ky and the central 24",
                new UniformLines(Role.KY, 2, 24),
                MriTasks.UNFIT_UNIFORM));
        for (int acceleration : new int[] {4, 6, 8}) {
            tasks.add(brain.task(
                            "-poisson-" + acceleration,
                            disc(acceleration),
                            new PoissonDisc(acceleration, 24),
                            MriTasks.UNFIT_SCATTERED)
                    .at("brain-8ch-poisson", ACCELERATION, acceleration));
        }
        return tasks;
    }

    private static List<Task> slices(Path file) {
        Space image = Space.image(256, 256, 1);
        MriTasks tasks = new MriTasks(image, "Three slices of brains of other subjects", () -> slices(file, image));
        return List.of(poisson(tasks, "slices-poisson-4", 4), poisson(tasks, "slices-poisson-8", 8));
    }

    /** Stored numbers up to 65535 stand for magnitudes up to 1. */
    private static List<MriTasks.Slice> slices(Path file, Space image) throws IOException {
        Image read = ImageFiles.read(file);
        int points = image.points();
        if (read.data().length % points != 0 || read.data().length / points <= USED[USED.length - 1]) {
            throw new IOException(file + " holds " + read.space() + ", but at least " + (USED[USED.length - 1] + 1)
                    + " slices of 256 x 256 pixels are needed");
        }
        String digest = Digest.sha256(file);
        List<MriTasks.Slice> slices = new ArrayList<>();
        for (int s : USED) {
            Image magnitude = Image.zeros(image);
            for (int i = 0; i < points; i++) {
                magnitude.data()[i] = read.data()[s * points + i] / 65535;
            }
            slices.add(new MriTasks.Slice("slice " + s, magnitude, Map.of("sha256 of " + file.getFileName(), digest)));
        }
        return slices;
    }
}
