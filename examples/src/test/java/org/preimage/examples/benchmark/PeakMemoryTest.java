package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.preimage.reconstruction.solver.Progress;

class PeakMemoryTest {
    private static final int SIZE = 48 << 20;

    @Test
    void heapThatWasInUseCounts() {
        PeakMemory.Gauge gauge = PeakMemory.Gauge.start();
        byte[] large = new byte[SIZE];
        long with = gauge.read().heap();
        assertTrue(with >= SIZE, with + " for " + large.length);
        // What was there before does not count.
        PeakMemory.Gauge later = PeakMemory.Gauge.start();
        long without = later.read().heap();
        assertTrue(without < SIZE, without + " beside " + large.length);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryOutsideOfJavaCountsAsResident() throws IOException {
        PeakMemory.Gauge gauge = PeakMemory.Gauge.start();
        ByteBuffer outside = ByteBuffer.allocateDirect(SIZE);
        for (int i = 0; i < SIZE; i += 4096) {
            outside.put(i, (byte) 1);
        }
        PeakMemory with = gauge.read();
        assertEquals(1, outside.get(0));
        assertTrue(with.heap() < SIZE, with.toString());
        // Java may give pages back meanwhile, so that there is no telling by how much the peak rises.
        long now = 1024
                * Long.parseLong(Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("\\D", ""));
        assertTrue(now > SIZE && with.resident() > now - SIZE / 8, now + " now, " + with);
    }

    @Test
    void aProbeFindsWhatIterationsHold() {
        HeapProbe probe = new HeapProbe();
        assertEquals(-1, probe.bytes());
        byte[] held = new byte[SIZE];
        int iterations = 0;
        boolean goOn = true;
        while (goOn) {
            goOn = probe.onIteration(new Progress("test", ++iterations, 100, null, () -> new float[0]));
            // Garbage at once.
            assertEquals(SIZE / 2, new byte[SIZE / 2].length);
        }
        assertEquals(8, iterations, "the run ends early");
        assertTrue(
                probe.bytes() >= held.length && probe.bytes() < held.length + SIZE / 4,
                probe.bytes() + " for " + held.length);
    }
}
