package org.preimage.priors.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The operations of torch that networks use, as methods of one TorchScript module that is written to memory and loaded.
 *
 * <p>Going through TorchScript gives gradients of every order without leaks, operations that DJL lacks, and numbers as
 * arguments that no garbage collection can take away from a graph: DJL's own methods with a Number argument keep them in
 * memory that is freed before the backward pass.
 */
final class Operations {
    private static final String SCRIPT = "operations.torchscript";

    private final PtSymbolBlock module;
    private final PtNDManager manager;
    private final Map<List<Double>, PtNDArray> structural = new ConcurrentHashMap<>();

    private Operations(PtSymbolBlock module, PtNDManager manager) {
        this.module = module;
        this.manager = manager;
    }

    static Operations load(PtNDManager manager) {
        try (InputStream script = Operations.class.getResourceAsStream(SCRIPT)) {
            byte[] archive = archive(script.readAllBytes());
            PtSymbolBlock module = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
            return new Operations(module, manager);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The zip that torch::jit::load takes: the code, and a pickled object of its class with one attribute. */
    private static byte[] archive(byte[] script) throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.writeBytes(new byte[] {(byte) 0x80, 2});
        object.writeBytes("c__torch__\nOperations\nq\0)\u0081}(".getBytes(StandardCharsets.ISO_8859_1));
        string(object, "training");
        object.writeBytes(new byte[] {'q', 1, (byte) 0x88});
        string(object, "_is_full_backward_hook");
        object.writeBytes(new byte[] {'q', 2, 'N', 'u', 'b', 'q', 3, '.'});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            stored(zip, "operations/data.pkl", object.toByteArray());
            stored(zip, "operations/code/__torch__.py", script);
            stored(zip, "operations/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            stored(zip, "operations/version", new byte[] {'3', '\n'});
        }
        return out.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        out.write('X');
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(text.length())
                .array());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Arguments that describe an operation, as strides: the same few again and again, so that they are kept. */
    PtNDArray structural(double... values) {
        List<Double> key = Arrays.stream(values).boxed().toList();
        return structural.computeIfAbsent(key, k -> Torch.gated(() -> array(manager, values)));
    }

    /** Arguments of any value; freed with the manager. */
    static PtNDArray array(PtNDManager manager, double... values) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(Double.BYTES * values.length).order(ByteOrder.nativeOrder());
        buffer.asDoubleBuffer().put(values);
        // The array keeps the buffer reachable.
        return JniUtils.createNdFromByteBuffer(
                manager, buffer, new Shape(values.length), DataType.FLOAT64, SparseFormat.DENSE, Device.cpu());
    }

    /**
     * Calls an operation. Where the thread records gradients, its results are part of the graph.
     *
     * @param tag an array of the manager in which the results are to live; it names the operation
     * @param arguments tensors, and lists of tensors as arrays of them
     */
    PtNDArray[] call(PtNDArray tag, String operation, Object... arguments) {
        NDList inputs = new NDList(arguments.length + 1);
        tag.setName("module_method:" + operation);
        inputs.add(tag);
        int list = 0;
        for (Object a : arguments) {
            if (a instanceof PtNDArray array) {
                array.setName(null);
                inputs.add(array);
            } else {
                String name = "list" + list++ + "[]";
                for (PtNDArray array : (PtNDArray[]) a) {
                    inputs.add(named(array, name));
                }
            }
        }
        return Torch.gated(() -> {
            NDList out = IValueUtils.forward(module, inputs, true);
            PtNDArray[] result = new PtNDArray[out.size()];
            for (int i = 0; i < result.length; i++) {
                result[i] = (PtNDArray) out.get(i);
            }
            return result;
        });
    }

    private static NDArray named(PtNDArray array, String name) {
        array.setName(name);
        return array;
    }
}
