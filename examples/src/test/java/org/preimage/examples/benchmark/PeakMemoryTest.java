package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.preimage.reconstruction.solver.Progress;

class PeakMemoryTest {
    private static final int SIZE = 48 << 20;

    @Test
    void whatAllThreadsAskForCounts() throws InterruptedException {
        PeakMemory.Gauge gauge = PeakMemory.Gauge.start();
        byte[] large = new byte[SIZE];
        CountDownLatch made = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            assertEquals(SIZE, new byte[SIZE].length);
            made.countDown();
            try {
                read.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        made.await();
        long each = gauge.read(2).allocated();
        read.countDown();
        other.join();
        assertTrue(each >= large.length && each < large.length + SIZE / 8, each + " for two of " + SIZE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryOutsideOfJavaCountsAsResident() throws IOException {
        PeakMemory.Gauge gauge = PeakMemory.Gauge.start();
        ByteBuffer outside = ByteBuffer.allocateDirect(SIZE);
        for (int i = 0; i < SIZE; i += 4096) {
            outside.put(i, (byte) 1);
        }
        PeakMemory with = gauge.read(1);
        assertEquals(1, outside.get(0));
        assertTrue(with.allocated() < SIZE, with.toString());
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
