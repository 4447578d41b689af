package org.preimage.operators.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The arrays of a MATLAB file of version 5, which is what MATLAB writes unless told otherwise ("MAT-File Format",
 * MathWorks). Numeric and character arrays are read, also inside structures and cells; complex, sparse and objects are listed only.
 */
final class Mat5 implements MatArrays {
    private static final int HEADER = 128;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int CELL = 1;
    private static final int STRUCT = 2;
    private static final int OBJECT = 3;
    private static final int CHAR = 4;
    private static final int SPARSE = 5;
    private static final int COMPLEX = 0x800;
    private static final long PACKED = 1100;
    private static final int DEEPEST = 32;
    private static final int MOST = 100_000;

    /** Numbers up to here are kept when the file is opened: angles and the like. */
    private static final int SHORT = 1 << 16;

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();

    Mat5(Path file) throws IOException {
        this.file = file;
        walk(-1);
    }

    private IOException damaged(String what) {
        return new IOException(file + " is not a readable MATLAB file: " + what);
    }

    /** Goes through the file, fills the lists if {@code wanted} is negative, or returns the values of that entry. */
    private float[] walk(int wanted) throws IOException {
        try (FileChannel channel = Channels.open(file)) {
            long length = channel.size();
            ByteBuffer head = Channels.read(channel, file, HEADER, "the header");
            byte first = head.get(126);
            byte second = head.get(127);
            if (!(first == 'I' && second == 'M') && !(first == 'M' && second == 'I')) {
                throw damaged("its header does not end in MI or IM");
            }
            ByteOrder order = first == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            Walk walk = new Walk(wanted);
            for (long at = HEADER; at + 8 <= length && walk.result == null; ) {
                channel.position(at);
                ByteBuffer tag = Channels.read(channel, file, 8, "a tag").order(order);
                int type = tag.getInt();
                long bytes = Integer.toUnsignedLong(tag.getInt());
                if (bytes > length - at - 8) {
                    throw damaged("it is cut short: a variable of " + bytes + " bytes begins at byte " + at + " of "
                            + length);
                }
                InputStream raw = new BufferedInputStream(java.nio.channels.Channels.newInputStream(channel), 1 << 16);
                if (type == MATRIX) {
                    walk.matrix(new Mat5Stream(raw, order, bytes), "/", null, 0);
                } else if (type == COMPRESSED) {
                    Mat5Stream in = new Mat5Stream(new InflaterInputStream(raw), order, bytes * PACKED);
                    Mat5Stream.Tag inner = in.tag();
                    if (inner.type() == MATRIX) {
                        walk.matrix(in, "/", null, 0);
                    }
                }
                at += 8 + bytes;
            }
            return walk.result;
        } catch (EOFException | ZipException e) {
            throw damaged(e.getMessage() == null ? "the data end early" : e.getMessage());
        }
    }

    /** One way through the file. */
    private final class Walk {
        private final int wanted;
        private int next;
        private float[] result;

        Walk(int wanted) {
            this.wanted = wanted;
        }

        /** A matrix after its tag. */
        private void matrix(Mat5Stream in, String folder, String field, int depth) throws IOException {
            if (depth > DEEPEST || next > MOST) {
                throw damaged("its structures are too deep or too many");
            }
            ByteBuffer flags = in.content(in.tag());
            if (flags.remaining() < 4) {
                throw damaged("a variable has no flags");
            }
            int flag = flags.getInt();
            int kind = flag & 0xff;
            int[] shape = shape(in.content(in.tag()));
            String own = new String(in.content(in.tag()).array(), StandardCharsets.ISO_8859_1);
            String path = folder + printable(field == null ? own : field);
            switch (kind) {
                case CELL -> cells(in, path, count(shape), depth);
                case OBJECT, STRUCT -> {
                    if (kind == OBJECT) {
                        in.content(in.tag());
                    }
                    fields(in, path, count(shape), depth);
                }
                default -> leaf(in, path, shape, kind, (flag & COMPLEX) != 0);
            }
        }

        private void cells(Mat5Stream in, String path, long n, int depth) throws IOException {
            for (long i = 0; i < n && result == null; i++) {
                inner(in, path + "/", "{" + (i + 1) + "}", depth);
            }
        }

        private void fields(Mat5Stream in, String path, long n, int depth) throws IOException {
            ByteBuffer size = in.content(in.tag());
            int length = size.remaining() < 4 ? 0 : size.getInt();
            byte[] names = in.content(in.tag()).array();
            if (length < 1 || length > 4096) {
                throw damaged("the names of a structure's fields have the length " + length);
            }
            int fields = names.length / length;
            for (long i = 0; i < n && result == null && fields > 0; i++) {
                String folder = path + (n > 1 ? "(" + (i + 1) + ")/" : "/");
                for (int f = 0; f < fields && result == null; f++) {
                    String name = new String(names, f * length, length, StandardCharsets.ISO_8859_1);
                    int end = name.indexOf('\0');
                    inner(in, folder, end < 0 ? name : name.substring(0, end), depth);
                }
            }
        }

        private void inner(Mat5Stream in, String folder, String field, int depth) throws IOException {
            Mat5Stream.Tag tag = in.tag();
            if (tag.type() != MATRIX) {
                throw damaged("a field or cell is of the type " + tag.type());
            }
            long end = in.left() - tag.bytes();
            if (tag.bytes() > 0) {
                matrix(in, folder, field, depth + 1);
            }
            if (result == null) {
                if (in.left() < end) {
                    throw damaged("a field or cell is longer than it says");
                }
                in.skip(in.left() - end);
            }
        }

        private void leaf(Mat5Stream in, String path, int[] shape, int kind, boolean complex) throws IOException {
            int index = next++;
            boolean numeric = kind >= 6 && kind <= 15 && !complex;
            long n = count(shape);
            boolean read = numeric || kind == CHAR && !complex;
            if (!read || n == 0 || kind == SPARSE) {
                if (wanted < 0) {
                    add(path, shape, Kind.OTHER, "", null);
                }
                return;
            }
            Mat5Stream.Tag tag = in.tag();
            NumberType type = tag.numbers(in.order());
            if (type == null || kind != CHAR && tag.bytes() != n * type.bytes() || n > Integer.MAX_VALUE - 8) {
                throw damaged(
                        path + " claims " + n + " elements, but has " + tag.bytes() + " bytes of type " + tag.type());
            }
            if (wanted == index) {
                result = numbers(in, type, (int) n);
            } else if (wanted < 0) {
                boolean keep = tag.bytes() <= 8L * SHORT;
                add(
                        path,
                        shape,
                        kind == CHAR ? Kind.TEXT : Kind.NUMBERS,
                        words(kind),
                        keep ? doubles(in, type, (int) (tag.bytes() / type.bytes())) : null);
            }
        }

        private void add(String path, int[] shape, Kind kind, String type, double[] kept) {
            entries.add(new Entry(path, shape, kind, type, entries.size()));
            values.add(kept);
        }
    }

    private static String words(int kind) {
        return switch (kind) {
            case 6 -> "64-bit float";
            case 7 -> "32-bit float";
            case CHAR -> "text";
            default -> 8 * (1 << (kind - 8) / 2) + (kind % 2 == 0 ? "-bit signed" : "-bit unsigned");
        };
    }

    private float[] numbers(Mat5Stream in, NumberType type, int n) throws IOException {
        float[] out = new float[n];
        int chunk = (1 << 16) / type.bytes();
        for (int i = 0; i < n; ) {
            i = type.convert(file, in.bytes(Math.min(chunk, n - i) * type.bytes()), out, i);
        }
        return out;
    }

    private static double[] doubles(Mat5Stream in, NumberType type, int n) throws IOException {
        ByteBuffer bytes = in.bytes(n * type.bytes());
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = switch (type.bytes()) {
                case 1 -> type.kind() == 'i' ? bytes.get() : Byte.toUnsignedInt(bytes.get());
                case 2 -> type.kind() == 'i' ? bytes.getShort() : Short.toUnsignedInt(bytes.getShort());
                case 4 ->
                    type.kind() == 'f'
                            ? bytes.getFloat()
                            : type.kind() == 'i' ? bytes.getInt() : Integer.toUnsignedLong(bytes.getInt());
                default -> type.kind() == 'f' ? bytes.getDouble() : bytes.getLong();
            };
        }
        return out;
    }

    private int[] shape(ByteBuffer dims) throws IOException {
        int n = dims.remaining() / 4;
        if (n < 2 || n > 32) {
            throw damaged("a variable has " + n + " axes");
        }
        int[] shape = new int[n];
        long count = 1;
        for (int i = n - 1; i >= 0; i--) {
            shape[i] = dims.getInt();
            if (shape[i] < 0 || shape[i] > 0 && count > Long.MAX_VALUE / 64 / shape[i]) {
                throw damaged("a variable has an axis of " + shape[i] + " elements");
            }
            count *= shape[i];
        }
        return shape;
    }

    private static long count(int[] shape) {
        long n = 1;
        for (int s : shape) {
            n *= s;
        }
        return n;
    }

    private static String printable(String name) {
        String clean = name.replaceAll("[^\\x21-\\x7e]|/", "?");
        return clean.length() > 64 ? clean.substring(0, 64) : clean;
    }

    @Override
    public String format() {
        return "MATLAB 5 .mat";
    }

    @Override
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public double[] numbers(Entry entry) throws IOException {
        double[] kept = values.get(entry.index());
        if (kept == null) {
            throw new IOException(
                    file + " has " + entry.path() + " of " + entry.size() + " elements, which is too long");
        }
        return kept.clone();
    }

    @Override
    public String text(Entry entry) throws IOException {
        StringBuilder text = new StringBuilder();
        for (double c : numbers(entry)) {
            text.append((char) c);
        }
        return text.toString();
    }

    @Override
    public Frames frames(Entry entry, int frameAxis, int rowAxis, int cellAxis) {
        return new Loaded(entry, frameAxis, rowAxis, cellAxis);
    }

    /** A whole array, read when it is first asked for: the format packs arrays as a whole. */
    private final class Loaded implements Frames {
        private final Entry entry;
        private final int[] axes;
        private float[] data;

        Loaded(Entry entry, int... axes) {
            this.entry = entry;
            this.axes = axes;
        }

        private int size(int role) {
            return axes[role] < 0 ? 1 : entry.shape()[axes[role]];
        }

        private int stride(int role) {
            int stride = axes[role] < 0 ? 0 : 1;
            for (int i = axes[role] + 1; i < entry.shape().length; i++) {
                stride *= entry.shape()[i];
            }
            return stride;
        }

        @Override
        public int count() {
            return size(0);
        }

        @Override
        public int rows() {
            return size(1);
        }

        @Override
        public int cells() {
            return size(2);
        }

        @Override
        public String type() {
            return entry.type();
        }

        @Override
        public synchronized void read(int first, int n, float[] out) throws IOException {
            if (data == null) {
                data = walk(entry.index());
                if (data == null || data.length != entry.count()) {
                    data = null;
                    throw new IOException(file + " has changed since it was opened");
                }
            }
            int at = 0;
            int frame = stride(0);
            int row = stride(1);
            int cell = stride(2);
            for (int k = 0; k < count(); k++) {
                for (int r = first; r < first + n; r++) {
                    for (int c = 0; c < cells(); c++) {
                        out[at++] = data[k * frame + r * row + c * cell];
                    }
                }
            }
        }
    }

    @Override
    public void close() {}
}
