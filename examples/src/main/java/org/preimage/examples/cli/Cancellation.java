package org.preimage.examples.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.preimage.priors.tensor.Torch;
import org.preimage.reconstruction.solver.Listener;

/** Ctrl-C: asks the running work to stop, lets it clean up, and ends the program with exit code 3. */
final class Cancellation {
    /** How long work may take to notice, as a direct method that tells no listener. */
    private static final int PATIENCE_SECONDS = 10;

    private static volatile boolean asked;

    private Cancellation() {}

    /** Whether the user has asked to stop. */
    static boolean asked() {
        return asked;
    }

    /** Stops an iteration when the user asks. */
    static Listener listener() {
        return progress -> !asked;
    }

    /** For tests: as if the user had pressed Ctrl-C, or had not. */
    static void ask(boolean stop) {
        asked = stop;
    }

    /**
     * Runs the program and ends this Java with its exit code. When an interrupt comes first, Java begins to shut down; the
     * hook holds it up until the work has returned and then ends it with the work's own exit code.
     */
    static void onInterrupt(IntSupplier program) {
        CountDownLatch returned = new CountDownLatch(1);
        int[] code = {Main.CANCELLED};
        Thread hook = new Thread(
                () -> {
                    asked = true;
                    boolean done = awaited(returned);
                    // Halting under a native call that still runs would crash.
                    Torch.stop();
                    Runtime.getRuntime().halt(done ? code[0] : Main.CANCELLED);
                },
                "preimage-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        // A training step has to get through to its end before the state is saved.
        Torch.beforeStop(() -> awaited(returned));
        try {
            code[0] = program.getAsInt();
        } catch (OutOfMemoryError e) {
            System.err.println("preimage: not enough memory: Java has "
                    + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB; give it more with java -Xmx8g -jar ...");
            code[0] = Main.BAD_INPUT;
        } finally {
            System.out.flush();
            System.err.flush();
            returned.countDown();
        }
        System.exit(code[0]);
    }

    private static boolean awaited(CountDownLatch returned) {
        try {
            return returned.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
