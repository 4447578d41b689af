package org.preimage.examples.benchmark;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that one row of a benchmark takes.
 *
 * @param live bytes of Java's heap beyond those in use before that a {@link HeapProbe} found to be needed; -1 where it found
 *     nothing
 * @param allocated bytes of Java's heap that all threads together asked for, for one image, which bounds from above what an image
 *     needs at a time; -1 where this Java does not tell
 * @param resident the most bytes of the whole process in physical memory, native libraries such as PyTorch and all that ran
 *     earlier included; -1 where the system does not tell, which only Linux does
 */
public record PeakMemory(long live, long allocated, long resident) {
    /** Linux's own account of a process, and the file that sets its peak back to what is in use now when 5 is written. */
    private static final Path STATUS = Path.of("/proc/self/status");

    private static final Path PEAKS = Path.of("/proc/self/clear_refs");

    /** Bytes of the heap that are in use now, after a collection of garbage. */
    static long needed() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Measures from its beginning on. */
    static final class Gauge {
        private final Map<Long, Long> before = allocatedByThreads();
        private final boolean resident = setBack();

        private Gauge() {}

        static Gauge start() {
            return new Gauge();
        }

        /** @param images how many were made since the start */
        PeakMemory read(int images) {
            Map<Long, Long> now = allocatedByThreads();
            long sum = 0;
            for (Map.Entry<Long, Long> thread : now.entrySet()) {
                sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
            }
            return new PeakMemory(-1, now.isEmpty() ? -1 : sum / images, resident ? highest() : -1);
        }

        /** Empty where this Java does not tell. */
        private static Map<Long, Long> allocatedByThreads() {
            Map<Long, Long> bytes = new HashMap<>();
            if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                    && threads.isThreadAllocatedMemorySupported()) {
                long[] ids = threads.getAllThreadIds();
                long[] allocated = threads.getThreadAllocatedBytes(ids);
                for (int i = 0; i < ids.length; i++) {
                    // Of a thread that has just ended it is -1.
                    bytes.put(ids[i], Math.max(0, allocated[i]));
                }
            }
            return bytes;
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
        return new PeakMemory(bytes, allocated, resident);
    }

    /** In MiB, or NaN where it is not known. */
    static double mebibytes(long bytes) {
        return bytes < 0 ? Double.NaN : bytes / (double) (1 << 20);
    }
}
