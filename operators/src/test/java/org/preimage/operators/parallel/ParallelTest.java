package org.preimage.operators.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParallelTest {
    private static void covers(int n, int grain) {
        AtomicIntegerArray visits = new AtomicIntegerArray(n);
        Parallel.ranges(n, grain, (from, to) -> {
            assertEquals(0, from % grain);
            assertTrue(to == n || to % grain == 0);
            for (int i = from; i < to; i++) {
                visits.incrementAndGet(i);
            }
        });
        for (int i = 0; i < n; i++) {
            assertEquals(1, visits.get(i), "index " + i + " of " + n + ", grain " + grain);
        }
    }

    @Test
    void everyIndexIsVisitedOnce() {
        for (int n : new int[] {0, 1, 7, 64, 1001}) {
            for (int grain : new int[] {1, 3, 64, 2000}) {
                covers(n, grain);
                Parallelization.runSingleThreaded(() -> covers(n, grain));
                Parallelization.runWithNumThreads(3, () -> covers(n, grain));
            }
        }
    }

    @Test
    void aSingleThreadGetsOnePieceOnTheCallersThread() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Parallel.withThreads(1, () -> Parallel.ranges(1000, 1, (from, to) -> threads.add(Thread.currentThread())));
        assertEquals(List.of(Thread.currentThread()), threads);
        assertThrows(IllegalArgumentException.class, () -> Parallel.withThreads(0, () -> threads.clear()));
        assertEquals(1, threads.size());
    }

    /** Two pieces wait for each other, which one thread could not do. */
    @Test
    @Timeout(20)
    void twoThreadsWorkAtTheSameTime() {
        CyclicBarrier barrier = new CyclicBarrier(2);
        Parallel.withThreads(
                2,
                () -> Parallel.ranges(2, 1, (from, to) -> {
                    try {
                        barrier.await(10, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
        assertEquals(0, barrier.getNumberWaiting());
    }

    @Test
    void exceptionsReachTheCaller() {
        assertThrows(
                RuntimeException.class,
                () -> Parallelization.runWithNumThreads(
                        2,
                        () -> Parallel.ranges(100, 1, (from, to) -> {
                            throw new IllegalStateException("on purpose");
                        })));
    }
}
