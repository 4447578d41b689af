package org.preimage.examples.speed;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.raw.RawScan;
import org.preimage.operators.raw.ScanPlan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.FilteredBackprojection;

/**
 * How long a raw scan takes from its file to a picture: counts read and corrected, the rotation axis found, filtered
 * back-projection onto 512 x 512 pixels, PNG written. The first line is the first time in this JVM, after its start; the others
 * are warm. CPU time is that of all threads, the compiler included.
 */
public final class FileToPicture {
    private static final int SIZE = 512;
    private static final int TIMES = 8;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private FileToPicture() {}

    /** {@code FileToPicture SCAN.h5 OUT.png}. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: FileToPicture SCAN.h5 OUT.png");
            System.exit(2);
        }
        for (int k = 0; k < TIMES; k++) {
            long begin = System.nanoTime();
            long cpu = PROCESS.getProcessCpuTime();
            RawScan scan = RawScan.read(Path.of(args[0]), OptionalInt.empty(), ScanPlan.DEFAULT);
            long prepared = System.nanoTime();
            int cells = scan.spec().beam().detectors();
            // All that the detector sees, on 512 pixels.
            Space pixels = Space.image(SIZE, SIZE, (double) cells / SIZE);
            BeamSpec spec = new BeamSpec(scan.spec().beam().withImage(pixels));
            Image slice = FilteredBackprojection.METHOD
                    .withDefaults()
                    .reconstruct(new InverseProblem(spec.operator(), scan.data()))
                    .image();
            long reconstructed = System.nanoTime();
            ImageFiles.write(Path.of(args[1]), slice);
            long end = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f ms (%.0f ms of CPU time): %.0f read, corrected and axis, %.0f reconstructed, %.0f written%n",
                    k == 0 ? "first" : "again",
                    (end - begin) * 1e-6,
                    (PROCESS.getProcessCpuTime() - cpu) * 1e-6,
                    (prepared - begin) * 1e-6,
                    (reconstructed - prepared) * 1e-6,
                    (end - reconstructed) * 1e-6);
        }
    }
}
