package org.preimage.operators.raw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFiles;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.mri.calibration.CoilCompression;
import org.preimage.operators.mri.calibration.Espirit;
import org.preimage.operators.mri.calibration.FieldOfView;
import org.preimage.operators.mri.calibration.Prewhitening;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MriSpec;
import org.preimage.operators.text.Numbers;

/**
 * Raw k-space, ready to reconstruct: noise whitened where the file has a noise scan, readout oversampling removed, coils
 * compressed if asked for, sensitivities estimated.
 *
 * @param spec the operator
 * @param data in its range
 * @param facts what was done, in words
 */
public record RawKSpace(MriSpec spec, Image data, Map<String, String> facts) {
    /**
     * Reads an image's k-space, or that of a series, and makes it ready as planned.
     *
     * @param path a file of any format that {@link KSpaceFiles} opens
     * @param plan what to do
     * @throws IOException if the file is missing or damaged
     * @throws IllegalArgumentException if there is no such image, or the data do not allow what is planned
     */
    public static RawKSpace read(Path path, KSpacePlan plan) throws IOException {
        try (KSpaceFile file = KSpaceFiles.open(path)) {
            return of(file, plan);
        }
    }

    /** The same of k-space that is open. */
    public static RawKSpace of(KSpaceFile file, KSpacePlan plan) throws IOException {
        return new Reading(file.path(), file, plan).ready();
    }

    /** One file being made ready. */
    private static final class Reading {
        private final Path path;
        private final KSpaceFile file;
        private final KSpacePlan plan;
        private final Map<String, String> facts = new LinkedHashMap<>();
        private final List<Image> data = new ArrayList<>();
        private final List<SamplingMask> masks = new ArrayList<>();
        private final List<Trajectory> trajectories = new ArrayList<>();
        private Optional<Image> calibration = Optional.empty();

        Reading(Path path, KSpaceFile file, KSpacePlan plan) {
            this.path = path;
            this.file = file;
            this.plan = plan;
        }

        RawKSpace ready() throws IOException {
            facts.put("file", path.toString());
            if (Files.isRegularFile(path)) {
                facts.put("sha256", Digest.sha256(path));
            }
            facts.put("format", file.format());
            readFrames();
            calibration = file.calibration(plan.frame());
            whiten();
            removeOversampling();
            compress();
            Space image = image();
            MriSpec spec = spec(image);
            Image all = joined();
            MriSpec completed = calibration.isPresent() && plan.maps().isEmpty() && isEspirit()
                    ? new MriSpec(image, fromCalibration(), spec.sampling(), spec.frames())
                    : spec.completedBy(all);
            facts.putAll(completed.facts());
            return new RawKSpace(completed, completed.data(all), facts);
        }

        private boolean isEspirit() {
            return plan.coils().way() == MriSpec.Way.ESPIRIT;
        }

        private MriSpec.Coils fromCalibration() {
            facts.put("calibration", "separate lines of the file");
            int sets = plan.coils().sets();
            return new MriSpec.Maps(
                    Espirit.STANDARD
                            .withMaps(sets, sets > 1)
                            .estimate(calibration.get())
                            .sensitivities(),
                    "espirit");
        }

        private void readFrames() throws IOException {
            int frames = plan.series() ? file.counts().repetition() : 1;
            for (int t = 0; t < frames; t++) {
                KSpaceFrame frame = plan.series() ? plan.frame().withRepetition(t) : plan.frame();
                data.add(file.kspace(frame));
                if (file.isCartesian()) {
                    masks.add(file.mask(frame));
                } else {
                    trajectories.add(file.trajectory(frame)
                            .orElseThrow(() -> new IllegalArgumentException(path
                                    + " holds data along a trajectory and does not say which: a SPEC with \"trajectory\""
                                    + " must tell it")));
                }
            }
            if (frames > 1) {
                facts.put("series", frames + " repetitions");
            }
        }

        private void whiten() throws IOException {
            Optional<Image> noise = file.noise();
            if (noise.isPresent()) {
                Prewhitening whitening = Prewhitening.ofNoise(noise.get());
                data.replaceAll(whitening::apply);
                calibration = calibration.map(whitening::apply);
                facts.put("noise", "whitened by " + noise.get().space().size(0) + " samples of noise");
            }
        }

        /** Only lines that are whole can be cropped: others keep their field of view. */
        private void removeOversampling() {
            double oversampling = file.oversampling();
            if (!(oversampling > 1) || !file.isCartesian()) {
                return;
            }
            int encoded = data.get(0).space().size(0);
            int wanted = (int) Math.round(encoded / oversampling);
            if (masks.stream().anyMatch(mask -> !wholeLines(mask))) {
                facts.put("oversampling", Numbers.of(oversampling) + ", kept: readouts are measured in part");
                return;
            }
            data.replaceAll(d -> FieldOfView.resize(d, Role.KX, wanted));
            calibration = calibration.map(d -> FieldOfView.resize(d, Role.KX, wanted));
            masks.replaceAll(mask -> cropped(mask, wanted));
            facts.put("oversampling", Numbers.of(oversampling) + ", removed");
        }

        private static boolean wholeLines(SamplingMask mask) {
            int n = mask.space().size(0);
            for (int i = 0; i < mask.space().points(); i++) {
                if (mask.kept(i) != mask.kept(i / n * n)) {
                    return false;
                }
            }
            return true;
        }

        private static SamplingMask cropped(SamplingMask mask, int wanted) {
            int n = mask.space().size(0);
            List<Axis> axes = new ArrayList<>(mask.space().axes());
            Axis readout = axes.get(0);
            axes.set(0, new Axis(readout.role(), wanted, readout.spacing() * n / wanted));
            Space space = new Space(axes, Field.REAL);
            boolean[] kept = new boolean[space.points()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = mask.kept(i / wanted * n);
            }
            return new SamplingMask(space, kept);
        }

        private void compress() {
            if (plan.virtualCoils().isEmpty()) {
                return;
            }
            CoilCompression compression =
                    CoilCompression.of(data.get(0), plan.virtualCoils().getAsInt());
            data.replaceAll(compression::apply);
            calibration = calibration.map(compression::apply);
            facts.put(
                    "virtual coils",
                    compression.virtualCoils() + " of " + compression.coils() + ", with "
                            + Numbers.fixed(100 * compression.energy(), 2) + " % of the energy");
        }

        private Space image() {
            Space stated = file.image()
                    .orElseThrow(() -> new IllegalArgumentException(
                            path + " does not tell the size of its image: a SPEC must tell it"));
            if (!file.isCartesian()) {
                return stated;
            }
            // The matrix along the readout may have been cropped; pixels keep their size.
            List<Axis> axes = new ArrayList<>(stated.axes());
            Axis readout = axes.get(0);
            axes.set(0, new Axis(readout.role(), data.get(0).space().size(0), readout.spacing()));
            return new Space(axes, Field.REAL);
        }

        private MriSpec spec(Space image) throws IOException {
            MriSpec.Sampling sampling = file.isCartesian()
                    ? new MriSpec.Masks(masks, "data")
                    : new MriSpec.Trajectories(trajectories, path.toString());
            MriSpec.Coils coils = plan.maps().isEmpty()
                    ? plan.coils()
                    : MriSpec.mapsOf(image, plan.maps().get());
            return new MriSpec(image, coils, sampling, data.size());
        }

        /** The frames in one array. */
        private Image joined() {
            if (data.size() == 1) {
                return data.get(0);
            }
            Space one = data.get(0).space();
            Image all = Image.zeros(one.with(new Axis(Role.TIME, data.size())));
            for (int t = 0; t < data.size(); t++) {
                one.requireShape("the data of a repetition", data.get(t).space());
                System.arraycopy(data.get(t).data(), 0, all.data(), t * one.length(), one.length());
            }
            return all;
        }
    }
}
