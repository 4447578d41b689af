package org.preimage.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which image of a file of raw k-space is meant, and what of it is to be saved. */
final class KSpaceOptions {
    @Mixin
    private FrameOptions frame = new FrameOptions();

    @Option(
            names = "--kspace",
            paramLabel = "OUT",
            description = "Save raw k-space of shape (coils, ky, kx) or (coils, shots, samples) as .npy or .cfl.")
    private Path kspace;

    @Option(
            names = "--trajectory",
            paramLabel = "OUT",
            description = {
                "Save the trajectory in cycles per field of view, of shape (shots, samples, 2 or 3), as .npy or .cfl",
                "(BART: three coordinates); with --spec the SPEC names it."
            })
    private Path trajectory;

    /** The image meant. */
    KSpaceFrame frame() {
        return frame.frame();
    }

    /** Where the trajectory is saved; null if it is not. */
    Path trajectoryFile() {
        return trajectory;
    }

    /** Whether anything was asked for. */
    boolean isGiven() {
        return kspace != null || trajectory != null || !frame().equals(KSpaceFrame.FIRST);
    }

    /**
     * Saves what was asked for; all is read before anything is written.
     *
     * @throws IllegalArgumentException if there is no trajectory
     */
    void save(Path named, KSpaceFile file) throws IOException {
        for (Path out : new Path[] {kspace, trajectory}) {
            if (out != null) {
                requireArrays(out);
                Outputs.requireWritable(out);
            }
        }
        Image data = kspace == null ? null : file.kspace(frame());
        Image path = trajectory == null
                ? null
                : asImage(
                        file.trajectory(frame())
                                .orElseThrow(() ->
                                        new IllegalArgumentException("--trajectory: " + named + " has no trajectory")),
                        isNamed(trajectory, ".cfl"));
        if (data != null) {
            ImageFiles.write(kspace, data);
        }
        if (path != null) {
            ImageFiles.write(trajectory, path);
        }
    }

    private static boolean isNamed(Path out, String ending) {
        return String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static void requireArrays(Path out) {
        if (!isNamed(out, ".npy") && !isNamed(out, ".cfl")) {
            throw new IllegalArgumentException("cannot write " + out + ": its name must end in .npy or .cfl");
        }
    }

    /** Coordinates first; BART wants three of them. */
    private static Image asImage(Trajectory trajectory, boolean three) {
        int d = three ? 3 : trajectory.dimensions();
        Space space = Space.of(
                new Axis(Role.X, d),
                new Axis(Role.SAMPLE, trajectory.samples()),
                new Axis(Role.SHOT, trajectory.shots()));
        Image image = Image.zeros(space);
        for (int i = 0; i < trajectory.count(); i++) {
            for (int a = 0; a < trajectory.dimensions(); a++) {
                image.data()[i * d + a] = trajectory.at(i, a);
            }
        }
        return image;
    }
}
