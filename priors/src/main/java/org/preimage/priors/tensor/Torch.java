package org.preimage.priors.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * PyTorch, started once and when first needed.
 *
 * <p>All native calls of this package go through one gate. When the virtual machine ends, a hook closes it: what runs is
 * awaited, what comes later waits for ever. Without it an exit in the middle of a backward pass crashes the process, because
 * the native library's static objects are destroyed under it.
 *
 * <p>One thread of computation is used unless the system property {@code ai.djl.pytorch.num_threads} says otherwise: the
 * waiting threads of a native pool spin, which slows a shared machine by more than they gain.
 */
public final class Torch {
    private static final String THREADS = "ai.djl.pytorch.num_threads";
    private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();
    private static final ReentrantLock TRAINING = new ReentrantLock();

    private static volatile Torch torch;
    private static TorchMissingException missing;
    private static boolean stopped;
    private static volatile Runnable beforeStop = () -> {};

    private final PtNDManager root;
    private final PtNDManager lasting;
    private final Operations operations;

    private Torch(PtNDManager root, PtNDManager lasting, Operations operations) {
        this.root = root;
        this.lasting = lasting;
        this.operations = operations;
    }

    static Torch get() {
        Torch known = torch;
        return known == null ? started() : known;
    }

    private static synchronized Torch started() {
        if (missing != null) {
            throw missing;
        }
        if (torch == null) {
            try {
                torch = start();
            } catch (EngineException | LinkageError e) {
                missing = new TorchMissingException(e);
                throw missing;
            }
        }
        return torch;
    }

    private static Torch start() {
        setDefault("ai.djl.offline", "true");
        setDefault(THREADS, "1");
        setDefault("ai.djl.pytorch.graph_optimizer", "false");
        Engine engine = Engine.getEngine("PyTorch");
        // Networks are plain sequences of operations, so that the executor's specialisation only costs time.
        JniUtils.setGraphExecutorOptimize(false);
        PtNDManager root = (PtNDManager) engine.newBaseManager(Device.cpu());
        root.setName("preimage");
        Runtime.getRuntime().addShutdownHook(new Thread(Torch::end, "preimage-torch-exit"));
        PtNDManager lasting = (PtNDManager) engine.newBaseManager(Device.cpu());
        return new Torch(root, lasting, Operations.load(root));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Whether PyTorch can be started here; starts it. */
    public static boolean available() {
        try {
            get();
            return true;
        } catch (TorchMissingException e) {
            return false;
        }
    }

    /**
     * The version of PyTorch.
     *
     * @throws TorchMissingException if it cannot be started
     */
    public static String version() {
        get();
        return Engine.getEngine("PyTorch").getVersion();
    }

    /** The version of PyTorch if it has been started; does not start it. */
    public static Optional<String> runningVersion() {
        return torch == null ? Optional.empty() : Optional.of(version());
    }

    /** The number of CUDA devices that PyTorch sees; 0 for a PyTorch without CUDA. */
    public static int gpus() {
        get();
        return gated(() -> Engine.getEngine("PyTorch").getGpuCount());
    }

    /**
     * Waits until no other thread trains, then keeps others out until closed: training is made of many small native calls,
     * and two at once would only take each other's memory and cores.
     */
    public static Training training() {
        TRAINING.lock();
        return TRAINING::unlock;
    }

    /** Held while a network is trained. */
    @FunctionalInterface
    public interface Training extends AutoCloseable {
        @Override
        void close();
    }

    /** Native arrays that are alive in all scopes but lasting ones, for tests of leaks. */
    public static int liveArrays() {
        return get().root.getManagedArrays().size();
    }

    /**
     * Lets work be finished when Java shuts down: native calls are held up only after this has returned.
     *
     * @param wait returns when the program has saved what it will, or has had time enough
     */
    public static void beforeStop(Runnable wait) {
        beforeStop = wait;
    }

    private static void end() {
        beforeStop.run();
        stop();
    }

    /**
     * Waits for the native calls that run and lets no other begin, for ever: for a program that is about to end itself by {@link
     * Runtime#halt}. Ends that Java knows of need no call.
     */
    public static synchronized void stop() {
        if (!stopped) {
            GATE.writeLock().lock();
            stopped = true;
        }
    }

    Operations operations() {
        return operations;
    }

    PtNDManager newManager(ComputeDevice device) {
        return gated(() -> (PtNDManager) ((NDManager) root).newSubManager(device.device()));
    }

    /** For what is freed when nothing needs it any more, whenever that may be. */
    PtNDManager newLastingManager(ComputeDevice device) {
        return gated(() -> (PtNDManager) ((NDManager) lasting).newSubManager(device.device()));
    }

    /** Runs a native call, which the end of the virtual machine awaits. */
    static <T> T gated(Supplier<T> call) {
        GATE.readLock().lock();
        try {
            return call.get();
        } finally {
            GATE.readLock().unlock();
        }
    }

    static void gated(Runnable call) {
        GATE.readLock().lock();
        try {
            call.run();
        } finally {
            GATE.readLock().unlock();
        }
    }
}
