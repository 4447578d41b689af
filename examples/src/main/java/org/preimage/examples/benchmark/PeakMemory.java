package org.preimage.examples.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The most memory that was in use while something ran.
 *
 * @param live bytes of Java's heap beyond those in use before that a {@link HeapProbe} found to be needed; -1 where it found
 *     nothing
 * @param heap bytes of Java's heap beyond those in use before, garbage that was not yet collected included, so that it is an
 *     upper bound of what the work needs
 * @param resident bytes of the whole process in physical memory, native libraries such as PyTorch and all that ran earlier
 *     included; -1 where the system does not tell, which only Linux does
 */
public record PeakMemory(long live, long heap, long resident) {
    /** Linux's own account of a process, and the file that sets its peak back to what is in use now when 5 is written. */
    private static final Path STATUS = Path.of("/proc/self/status");

    private static final Path PEAKS = Path.of("/proc/self/clear_refs");

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    /** Bytes of the heap that are in use now, after a collection of garbage. */
    static long needed() {
        System.gc();
        return heapPools().stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    }

    /** Measures from its beginning on. */
    static final class Gauge {
        private final List<MemoryPoolMXBean> pools = heapPools();
        private final long before;
        private final boolean resident;

        private Gauge() {
            before = needed();
            pools.forEach(MemoryPoolMXBean::resetPeakUsage);
            resident = setBack();
        }

        static Gauge start() {
            return new Gauge();
        }

        /** The peaks since the start. */
        PeakMemory read() {
            long peak = pools.stream()
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
            return new PeakMemory(-1, Math.max(0, peak - before), resident ? highest() : -1);
        }

        private static boolean setBack() {
            try {
                Files.write(PEAKS, "5".getBytes(StandardCharsets.US_ASCII));
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private static long highest() {
            try {
                for (String line : Files.readAllLines(STATUS)) {
                    if (line.startsWith("VmHWM:")) {
                        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                    }
                }
            } catch (IOException e) {
                return -1;
            }
            return -1;
        }
    }

    /** The same with what a probe found. */
    PeakMemory withLive(long bytes) {
        return new PeakMemory(bytes, heap, resident);
    }

    /** In MiB, or NaN where it is not known. */
    static double mebibytes(long bytes) {
        return bytes < 0 ? Double.NaN : bytes / (double) (1 << 20);
    }
}
