package org.preimage.operators.file;

import io.jhdf.GlobalHeap;
import io.jhdf.HdfFile;
import io.jhdf.Utils;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayout;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.storage.HdfBackingStorage;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An open HDF5 file. Whatever its bytes make of the library becomes an IOException of one sentence. */
final class Hdf5 implements Closeable {
    /** No filter of HDF5 packs better than deflate's 1032 : 1. */
    private static final long PACKED = 1100;

    /** A file of more groups and data sets than this is no scan. */
    private static final int MOST_NODES = 10_000;

    private static final int DEEPEST = 32;

    /** HDF5's number of the filter that sorts bytes by significance. */
    private static final int SHUFFLE = 2;

    /** Files up to here are read as a whole. */
    private static final int SMALL = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final HdfFile hdf;
    private final long length;
    private GlobalHeap heap;
    private long heapAddress;

    Hdf5(Path file) throws IOException {
        this.file = file;
        this.channel = Channels.open(file);
        try {
            this.length = channel.size();
            this.hdf = guarded(() -> open(file, channel));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Something the library does. */
    interface Reading<T> {
        T get() throws IOException;
    }

    <T> T guarded(Reading<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The HDF5 library trusts the file: broken offsets and lengths end in whatever they lead to.
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            String line = reason.replaceAll("[^\\x21-\\x7e]+", " ").strip();
            throw new IOException(
                    file + " is not an HDF5 file or is damaged: "
                            + (line.length() > 200 ? line.substring(0, 200) + "..." : line),
                    e);
        }
    }

    /**
     * From memory if it is small, through a mapping where one can hold the file: there a broken length fails, and allocates
     * nothing.
     */
    private static HdfFile open(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size <= SMALL) {
            ByteBuffer all = ByteBuffer.allocate((int) size);
            Channels.fill(channel, file, all, "what was there");
            return HdfFile.fromByteBuffer(all);
        }
        return size < Integer.MAX_VALUE
                ? HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, size))
                : new HdfFile(file);
    }

    Path file() {
        return file;
    }

    /** Bytes of the file. */
    long length() {
        return length;
    }

    /** The data set at a path as "/exchange/data", or null if there is none. */
    Dataset find(String path) throws IOException {
        return guarded(() -> {
            Node node = hdf;
            for (String name : path.split("/")) {
                if (!name.isEmpty()) {
                    node = node instanceof Group group ? group.getChild(name) : null;
                }
            }
            return node instanceof Dataset dataset ? dataset : null;
        });
    }

    /** All data sets, groups' content after the group's own. */
    List<Dataset> all() throws IOException {
        return guarded(() -> {
            List<Dataset> found = new ArrayList<>();
            collect(hdf, found, new HashSet<>(), 0);
            return found;
        });
    }

    private void collect(Group group, List<Dataset> found, Set<Long> seen, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException(file + " is damaged: its groups are nested more than " + DEEPEST + " deep");
        }
        for (Node node : group.getChildren().values()) {
            if (found.size() + seen.size() > MOST_NODES) {
                throw new IOException(file + " has more than " + MOST_NODES + " groups and data sets");
            }
            if (node.isLink()) {
                continue;
            }
            if (node instanceof Dataset dataset) {
                found.add(dataset);
            } else if (node instanceof Group inner && seen.add(inner.getAddress())) {
                collect(inner, found, seen, depth + 1);
            }
        }
    }

    /** The text of an attribute, or "" if there is none. */
    String attribute(Dataset dataset, String name) throws IOException {
        return guarded(() -> {
            Attribute attribute = dataset.getAttribute(name);
            return attribute == null ? "" : String.valueOf(attribute.getData());
        });
    }

    /** Whether the elements are integers or floats. */
    static boolean isNumeric(Dataset dataset) {
        return dataset.getDataType() instanceof FixedPoint || dataset.getDataType() instanceof FloatingPoint;
    }

    static boolean isInteger(Dataset dataset) {
        return dataset.getDataType() instanceof FixedPoint;
    }

    static String type(Dataset dataset) {
        char kind = dataset.getDataType() instanceof FixedPoint fixed ? fixed.isSigned() ? 'i' : 'u' : 'f';
        return new NumberType(kind, dataset.getDataType().getSize(), ByteOrder.LITTLE_ENDIAN).words();
    }

    /**
     * The shape, after a check that the file can hold it.
     *
     * @throws IOException if an axis is empty, or the file is too short
     */
    int[] shape(Dataset dataset) throws IOException {
        return guarded(() -> {
            int[] shape = dataset.getDimensions();
            double bytes = dataset.getDataType().getSize();
            for (int n : shape) {
                if (n < 1) {
                    throw new IOException(
                            file + " has " + name(dataset) + " of the empty shape " + Arrays.toString(shape));
                }
                bytes *= n;
            }
            for (PipelineFilterWithData filter : dataset.getFilters()) {
                // The library loops over any size of element that this filter is told, up to 2^31.
                int[] settings = filter.getFilterData();
                if (filter.getId() == SHUFFLE
                        && (settings.length < 1
                                || settings[0] != dataset.getDataType().getSize())) {
                    throw new IOException(file + " is damaged: " + name(dataset) + " has elements of "
                            + dataset.getDataType().getSize() + " bytes, but is shuffled as if they had others");
                }
            }
            boolean chunked = dataset instanceof ChunkedDataset;
            boolean packed = chunked && !dataset.getFilters().isEmpty();
            double chunk = dataset.getDataType().getSize();
            if (chunked) {
                for (int n : ((ChunkedDataset) dataset).getChunkDimensions()) {
                    chunk *= n;
                }
                // Chunks at the edge may stand out, but not one whole array may be less than one of them.
                bytes = Math.max(bytes, chunk);
            }
            requireIndex(dataset);
            if (bytes > (double) length * (packed ? PACKED : 1)) {
                throw new IOException(file + " is cut short or damaged: " + name(dataset) + " claims the shape "
                        + Arrays.toString(shape) + ", but the file has " + length + " bytes");
            }
            return shape;
        });
    }

    /** Checks that the file could hold as many chunks as their index claims: an address, at least, of each. */
    private void requireIndex(Dataset dataset) throws IOException {
        if (dataset instanceof DatasetBase base
                && base.getDataLayout() == DataLayout.CHUNKED
                && base.getHeader().getMessageOfType(DataLayoutMessage.class)
                        instanceof ChunkedDataLayoutMessageV4 layout) {
            HdfBackingStorage storage = hdf.getHdfBackingStorage();
            long chunks = ChunkIndex.claims(storage, layout);
            if (chunks < 0 || chunks > length / storage.getSizeOfOffsets()) {
                throw new IOException(file + " is cut short or damaged: " + name(dataset) + " claims "
                        + Long.toUnsignedString(chunks) + " chunks, but the file has " + length + " bytes");
            }
        }
    }

    static String name(Dataset dataset) {
        return dataset.getPath().replaceAll("[^\\x20-\\x7e]", "?");
    }

    /**
     * A block of an array, in the order of its axes, last fastest.
     *
     * @throws IOException if the elements are no numbers
     */
    float[] block(Dataset dataset, long[] offset, int[] size) throws IOException {
        long values = 1;
        for (int n : size) {
            values *= n;
        }
        float[] out = new float[Math.toIntExact(values)];
        int n = guarded(() -> flatten(dataset.getData(offset, size), out, 0));
        if (n != out.length) {
            throw new IOException(file + " has " + name(dataset) + " of a type that is not a number");
        }
        return out;
    }

    /**
     * Checks that the file is as long as it was when it was closed.
     *
     * @throws IOException if it is shorter
     */
    void requireWhole() throws IOException {
        long end = guarded(() -> hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress());
        if (end > length) {
            throw new IOException(file + " is cut short: it had " + end + " bytes, but has " + length);
        }
    }

    /** The bytes of some rows of a table. */
    ByteBuffer rows(Dataset dataset, int from, int count) throws IOException {
        return guarded(() -> {
            if (!(dataset instanceof DatasetBase table)) {
                throw new IOException(file + " has " + name(dataset) + " in a layout that is not read");
            }
            int[] size = dataset.getDimensions();
            long[] offset = new long[size.length];
            offset[0] = from;
            size = size.clone();
            size[0] = count;
            ByteBuffer bytes = table.getSliceDataBuffer(offset, size);
            if (bytes.remaining() != (long) count * dataset.getDataType().getSize()) {
                throw new IOException(file + " is cut short: it ends within " + name(dataset));
            }
            return bytes;
        });
    }

    /**
     * The list in the global heap that a value of variable length refers to: 4 bytes for its length, the address of the
     * heap, 4 bytes for the number of the object there (HDF5 file format specification, III.E).
     */
    ByteBuffer list(ByteBuffer bytes, int at, int size) throws IOException {
        return guarded(() -> {
            HdfBackingStorage storage = hdf.getHdfBackingStorage();
            int width = storage.getSizeOfOffsets();
            if (size != 8 + width) {
                throw new IOException(file + " is damaged: a reference to a list has " + size + " bytes");
            }
            ByteBuffer reference = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            long address = Utils.readBytesAsUnsignedLong(reference.position(at + 4), width);
            int object = reference.getInt(at + 4 + width);
            if (object == 0) {
                return ByteBuffer.allocate(0);
            }
            // Neighbours in a table are neighbours in the heap, mostly.
            if (heap == null || heapAddress != address) {
                heap = new GlobalHeap(storage, address);
                heapAddress = address;
            }
            return heap.getObjectData(object);
        });
    }

    /** The text of a data set of a single string. */
    String text(Dataset dataset) throws IOException {
        for (int n : shape(dataset)) {
            if (n != 1) {
                throw new IOException(file + " has " + name(dataset) + " that is not a single text");
            }
        }
        Object text = guarded(dataset::getData);
        while (text instanceof Object[] array && array.length == 1) {
            text = array[0];
        }
        if (!(text instanceof String string)) {
            throw new IOException(file + " has " + name(dataset) + " that is not a single text");
        }
        return string;
    }

    /** All of a short array in double precision. */
    double[] numbers(Dataset dataset) throws IOException {
        int[] shape = shape(dataset);
        long count = 1;
        for (int n : shape) {
            count *= n;
        }
        if (!isNumeric(dataset) || count > 1 << 20) {
            throw new IOException(file + " has " + name(dataset) + " of a type that is not a number, or is too long");
        }
        double[] out = new double[(int) count];
        // What the library returns may be shorter than the shape says, too.
        boolean numbers = guarded(() -> {
            Object flat = dataset.getDataFlat();
            for (int i = 0; i < out.length; i++) {
                Object v = flat.getClass().isArray() ? Array.get(flat, i) : flat;
                if (!(v instanceof Number number)) {
                    return false;
                }
                out[i] = number.doubleValue();
            }
            return true;
        });
        if (!numbers) {
            throw new IOException(file + " has " + name(dataset) + " of a type that is not a number");
        }
        return out;
    }

    /** Copies nested arrays of numbers in order; returns the next free place, or -1 if there is something else. */
    private static int flatten(Object array, float[] out, int at) {
        int i = at;
        if (array instanceof Object[] parts) {
            for (Object part : parts) {
                i = i < 0 ? i : flatten(part, out, i);
            }
        } else if (array instanceof float[] v) {
            System.arraycopy(v, 0, out, i, v.length);
            i += v.length;
        } else if (array instanceof double[] v) {
            for (double d : v) {
                out[i++] = (float) d;
            }
        } else if (array instanceof long[] v) {
            for (long d : v) {
                out[i++] = d;
            }
        } else if (array instanceof int[] v) {
            for (int d : v) {
                out[i++] = d;
            }
        } else if (array instanceof short[] v) {
            for (short d : v) {
                out[i++] = d;
            }
        } else if (array instanceof byte[] v) {
            for (byte d : v) {
                out[i++] = d;
            }
        } else {
            return -1;
        }
        return i;
    }

    @Override
    public void close() throws IOException {
        try (FileChannel c = channel) {
            guarded(() -> {
                hdf.close();
                return null;
            });
        }
    }
}
