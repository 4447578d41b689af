package org.preimage.plugins;

import java.util.Locale;
import org.scijava.log.LogService;

/** Whether there is room for a result, asked before the work. */
final class Memory {
    private Memory() {}

    /**
     * Says what a job needs, and checks that Java can still allocate it.
     *
     * @param who what needs it, for the message
     * @param planes of the result
     * @param kept whether they stay in memory
     * @throws IllegalArgumentException with both sizes in GB
     */
    static void require(String who, Plan plan, int planes, boolean kept, LogService log) {
        long plane = 4L * plan.width() * plan.height() * plan.channels().size();
        // A plane on its way into a file is there as values, as bytes and as an array that grows.
        long bytes = plan.workBytes() + (kept ? plane * planes : 3 * plane);
        boolean helps = kept && planes > 1 && plan.workBytes() + 3 * plane <= available();
        require(who, bytes, helps ? "; give a folder for the slices" : "", log);
    }

    /**
     * The same of any job.
     *
     * @param bytes that it needs
     * @param remedy what the user can do, at the end of the message
     */
    static void require(String who, long bytes, String remedy, LogService log) {
        long available = available();
        if (bytes > available) {
            // What is free is only known once the garbage is gone.
            System.gc();
            available = available();
        }
        String needs = String.format(
                Locale.ROOT,
                "%s needs about %.1f GB of memory, %s %.1f GB are free",
                who,
                bytes * 1e-9,
                bytes > available ? "but only" : "and",
                available * 1e-9);
        if (bytes > available) {
            throw new IllegalArgumentException(needs + remedy);
        }
        log.info(needs);
    }

    private static long available() {
        Runtime java = Runtime.getRuntime();
        return java.maxMemory() - (java.totalMemory() - java.freeMemory());
    }
}
