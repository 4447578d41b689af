package org.preimage.plugins;

import java.util.Locale;

/** Whether there is room for a result, asked before the work. */
final class Memory {
    private Memory() {}

    /**
     * Checks that Java can still allocate so much.
     *
     * @param who what needs it, for the message
     * @param bytes how much
     * @throws IllegalArgumentException with both sizes in GB
     */
    static void require(String who, long bytes) {
        if (bytes > available()) {
            // What is free is only known once the garbage is gone.
            System.gc();
            long available = available();
            if (bytes > available) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s needs about %.1f GB of memory, but only %.1f GB are free",
                        who,
                        bytes * 1e-9,
                        available * 1e-9));
            }
        }
    }

    private static long available() {
        Runtime java = Runtime.getRuntime();
        return java.maxMemory() - (java.totalMemory() - java.freeMemory());
    }
}
