package org.preimage.priors.tensor;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A region of native memory: tensors made while it is the thread's innermost open scope are freed when it is closed. Scopes are
 * opened and closed in a nested way, by one thread.
 *
 * <pre>{@code
 * try (Scope scope = Scope.open(ComputeDevice.CPU)) {
 *     float[] y = network.forward(scope.tensor(x, 1, 1, 64, 64), weights).toFloats();
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<Deque<Scope>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

    private final Scope parent;
    private final Torch torch;
    private final ComputeDevice device;
    private final PtNDManager manager;
    private final PtNDArray tag;
    private final boolean lasting;
    private final Thread owner = Thread.currentThread();

    private Scope(Scope parent, ComputeDevice device, boolean lasting) {
        this.parent = parent;
        this.lasting = lasting;
        this.torch = Torch.get();
        this.device = device;
        manager = lasting ? torch.newLastingManager(device) : torch.newManager(device);
        tag = Torch.gated(() ->
                JniUtils.createEmptyNdArray(manager, new Shape(1), DataType.FLOAT32, Device.cpu(), SparseFormat.DENSE));
    }

    /**
     * Opens a scope for tensors on a device.
     *
     * @throws TorchMissingException if PyTorch cannot be started
     */
    public static Scope open(ComputeDevice device) {
        Deque<Scope> open = OPEN.get();
        if (open.isEmpty()) {
            Torch.get();
            // A fresh thread may have it on.
            Torch.gated(() -> JniUtils.setGradMode(false));
        }
        Scope scope = new Scope(open.peek(), device, false);
        open.push(scope);
        return scope;
    }

    /**
     * A region for what many scopes use, as the tables of an operator: it is no thread's innermost scope, any thread may read its
     * tensors and close it, and its tensors are made by its own methods.
     *
     * @throws TorchMissingException if PyTorch cannot be started
     */
    public static Scope lasting(ComputeDevice device) {
        return new Scope(null, device, true);
    }

    /** Opens a scope inside the thread's innermost one, on its device. */
    public static Scope inner() {
        return open(current().device);
    }

    /** @throws IllegalStateException if this thread has no open scope */
    static Scope current() {
        Scope scope = OPEN.get().peek();
        if (scope == null) {
            throw new IllegalStateException("tensors are computed with inside a Scope, but this thread has none open");
        }
        return scope;
    }

    /**
     * Where the thread's innermost open scope computes.
     *
     * @throws IllegalStateException if it has none
     */
    public static ComputeDevice here() {
        return current().device;
    }

    /**
     * The thread's outermost open scope, for what is made once and used until that is closed.
     *
     * @throws IllegalStateException if it has none
     */
    public static Scope outermost() {
        current();
        return OPEN.get().peekLast();
    }

    /** Where its tensors live. */
    public ComputeDevice device() {
        return device;
    }

    /**
     * A tensor of float values, copied.
     *
     * @param values row-major: the last axis runs fastest
     * @throws IllegalArgumentException if the length does not fit the shape
     */
    public Tensor tensor(float[] values, int... shape) {
        requireLength(values.length, shape);
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(Float.BYTES * values.length).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values);
        return of(buffer, DataType.FLOAT32, shape);
    }

    /** The same in double precision. */
    public Tensor tensor(double[] values, int... shape) {
        requireLength(values.length, shape);
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(Double.BYTES * values.length).order(ByteOrder.nativeOrder());
        buffer.asDoubleBuffer().put(values);
        return of(buffer, DataType.FLOAT64, shape);
    }

    /** A tensor of whole numbers, for {@link Tensor#take}. */
    public Tensor indices(int[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(Integer.BYTES * values.length).order(ByteOrder.nativeOrder());
        buffer.asIntBuffer().put(values);
        return of(buffer, DataType.INT32, new int[] {values.length});
    }

    private Tensor of(ByteBuffer buffer, DataType type, int[] shape) {
        // The array aliases the buffer on the processor and keeps it reachable as long as it lives; what autograd keeps
        // beyond
        // that must not point into it, hence the copy.
        return Torch.gated(() -> {
            try (PtNDArray alias = JniUtils.createNdFromByteBuffer(
                    manager, buffer, shape(shape), type, SparseFormat.DENSE, device.device())) {
                return new Tensor(JniUtils.clone(alias));
            }
        });
    }

    /** A tensor filled with one value. */
    public Tensor full(double value, int... shape) {
        return new Tensor(Torch.gated(() ->
                JniUtils.full(manager, shape(shape), value, DataType.FLOAT32, device.device(), SparseFormat.DENSE)));
    }

    /** Zeros in the thread's innermost open scope. */
    public static Tensor zeros(int... shape) {
        return current().full(0, shape);
    }

    static void requireLength(int found, int... shape) {
        long needed = 1;
        for (int s : shape) {
            needed *= s;
        }
        if (found != needed) {
            throw new IllegalArgumentException(
                    "there are " + found + " values, but the shape " + Arrays.toString(shape) + " needs " + needed);
        }
    }

    private static Shape shape(int[] shape) {
        return new Shape(Arrays.stream(shape).asLongStream().toArray());
    }

    Tensor call(String operation, Object... arguments) {
        return new Tensor(torch.operations().call(tag, operation, arguments)[0]);
    }

    PtNDArray[] callForList(String operation, Object... arguments) {
        return torch.operations().call(tag, operation, arguments);
    }

    /** Arguments that describe an operation, kept for ever. */
    PtNDArray structural(double... values) {
        return torch.operations().structural(values);
    }

    /** Arguments of any value. */
    PtNDArray arguments(double... values) {
        return Torch.gated(() -> Operations.array(manager, values));
    }

    /** Lets a tensor of this scope live on in the scope around it. */
    public Tensor handOver(Tensor tensor) {
        Torch.gated(() -> tensor.array().attach(parent.manager));
        return tensor;
    }

    /**
     * Frees its tensors.
     *
     * @throws IllegalStateException if it is neither lasting nor the innermost open scope of this thread
     */
    @Override
    public void close() {
        if (lasting) {
            Torch.gated(manager::close);
            return;
        }
        Deque<Scope> open = OPEN.get();
        if (Thread.currentThread() != owner || open.peek() != this) {
            throw new IllegalStateException("scopes are closed by the thread that opened them, the innermost first");
        }
        open.pop();
        Torch.gated(manager::close);
        if (open.isEmpty()) {
            OPEN.remove();
        }
    }
}
