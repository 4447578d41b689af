package org.preimage.operators.parallel;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Work arrays of one length for many threads: each user gets one of its own, with arbitrary content, and the next takes it
 * over. For operators that are applied hundreds of times to arrays so large that making one each time costs.
 */
public final class ScratchArrays {
    private final int length;
    private final ConcurrentLinkedQueue<float[]> idle = new ConcurrentLinkedQueue<>();

    public ScratchArrays(int length) {
        this.length = length;
    }

    /** Gives {@code work} an array that nobody else uses meanwhile. */
    public void use(Consumer<float[]> work) {
        float[] array = idle.poll();
        array = array != null ? array : new float[length];
        work.accept(array);
        idle.add(array);
    }
}
