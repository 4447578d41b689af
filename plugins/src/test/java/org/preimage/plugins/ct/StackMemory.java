package org.preimage.plugins.ct;

import ij.ImagePlus;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

/**
 * A JVM of its own that reconstructs a stack by filtered back-projection from a virtual stack into a folder, or in memory if there is
 * none: slices, detectors = angles = pixels, and the folder. {@link StackMemoryTest} tells how to start it.
 */
public final class StackMemory {
    private StackMemory() {}

    public static void main(String[] arguments) {
        int slices = Integer.parseInt(arguments[0]);
        int size = Integer.parseInt(arguments[1]);
        String folder = arguments.length > 2 ? arguments[2] : "";
        ImagePlus base = Scene.sinogram(size, (size - 1) / 2.0, size, 1);
        float[] one = (float[]) base.getStack().getPixels(1);
        ImagePlus sinograms =
                Lab.virtualStack("stack", size, size, slices, (x, y, z) -> one[y * size + x] * (1 + z % 7));
        sinograms.setCalibration(base.getCalibration());
        CommandModule module;
        long begin = System.nanoTime();
        try (Lab lab = new Lab()) {
            module = lab.run(
                    FilteredBackprojectionCommand.class, "sinogram", sinograms, "axis", "center", "folder", folder);
        }
        if (module.isCanceled()) {
            System.out.println("refused: " + module.getCancelReason());
            return;
        }
        ImagePlus made = (ImagePlus) module.getOutput("reconstruction");
        double ratio = made.getStack().getProcessor(7).getStats().mean
                / made.getStack().getProcessor(1).getStats().mean;
        System.out.printf(
                Locale.ROOT,
                "made: %d slices of %d x %d in %.1f s, the seventh %.3f times the first, heap %d of %d MiB at most, %d MiB in use"
                        + " at the end%n",
                made.getStackSize(),
                made.getWidth(),
                made.getHeight(),
                (System.nanoTime() - begin) * 1e-9,
                ratio,
                peak() >> 20,
                Runtime.getRuntime().maxMemory() >> 20,
                inUse() >> 20);
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
    }

    private static long inUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
