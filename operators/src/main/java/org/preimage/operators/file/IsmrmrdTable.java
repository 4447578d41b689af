package org.preimage.operators.file;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.CompoundDataType.CompoundDataMember;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.VariableLength;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The readouts of an ISMRMRD file: a table of {head, traj, data}, where head is a fixed record, and trajectory and data are lists of
 * floats of any length in the file's global heap. Heads are read all and in pieces, lists one by one when they are asked for.
 */
final class IsmrmrdTable {
    private static final int ROWS = 4096;

    private final Hdf5 hdf;
    private final Dataset dataset;
    private final int rows;
    private final int rowBytes;
    private final Column trajectory;
    private final Column data;
    private final List<IsmrmrdReadout> readouts = new ArrayList<>();

    /** Where in the heap trajectory and data of each readout are. */
    private final ByteBuffer references;

    /** Where a number or a list stands in a row. */
    private record Column(String name, int offset, DataType type) {}

    IsmrmrdTable(Hdf5 hdf, Dataset dataset) throws IOException {
        this.hdf = hdf;
        this.dataset = dataset;
        int[] shape = hdf.shape(dataset);
        DataType type = hdf.guarded(dataset::getDataType);
        if (!(type instanceof CompoundDataType table) || shape.length < 1) {
            throw wrong("is no table of readouts");
        }
        long count = 1;
        for (int n : shape) {
            count *= n;
        }
        if (count != shape[0]) {
            throw wrong("has the shape " + Arrays.toString(shape) + ", but one row for each readout is needed");
        }
        this.rows = shape[0];
        this.rowBytes = type.getSize();
        this.trajectory = list(table, "traj");
        this.data = list(table, "data");
        int bytes = trajectory.type().getSize() + data.type().getSize();
        this.references = hdf.guarded(() -> ByteBuffer.allocate(Math.multiplyExact(rows, bytes)));
        CompoundDataMember head = member(table, "head");
        if (!(head.getDataType() instanceof CompoundDataType fields)) {
            throw wrong("has no record \"head\" in its rows");
        }
        readHeads(fields, head.getOffset());
    }

    private IOException wrong(String what) {
        return new IOException(hdf.file() + " is no ISMRMRD file: " + Hdf5.name(dataset) + " " + what);
    }

    private CompoundDataMember member(CompoundDataType type, String name) throws IOException {
        for (CompoundDataMember member : type.getMembers()) {
            if (member.getName().equals(name)) {
                return member;
            }
        }
        throw wrong("has no \"" + name + "\" in its rows");
    }

    private Column list(CompoundDataType table, String name) throws IOException {
        CompoundDataMember member = member(table, name);
        boolean floats = member.getDataType() instanceof VariableLength list
                && !list.isVariableLengthString()
                && list.getParent() instanceof FloatingPoint number
                && (number.getSize() == 4 || number.getSize() == 8);
        if (!floats) {
            throw wrong("has \"" + name + "\" that is not a list of floats");
        }
        return column(name, member.getOffset(), member.getDataType());
    }

    private Column column(String name, int offset, DataType type) throws IOException {
        if (offset < 0 || type.getSize() < 1 || (long) offset + type.getSize() > rowBytes) {
            throw new IOException(
                    hdf.file() + " is damaged: \"" + name + "\" lies outside the rows of " + Hdf5.name(dataset));
        }
        return new Column(name, offset, type);
    }

    private Column number(CompoundDataType record, int base, String name) throws IOException {
        CompoundDataMember member = member(record, name);
        if (!(member.getDataType() instanceof FixedPoint number) || number.getSize() > 8) {
            throw wrong("has \"" + name + "\" that is not a whole number");
        }
        return column(name, base + member.getOffset(), member.getDataType());
    }

    private void readHeads(CompoundDataType head, int base) throws IOException {
        CompoundDataMember counters = member(head, "idx");
        if (!(counters.getDataType() instanceof CompoundDataType idx)) {
            throw wrong("has no record \"idx\" in its heads");
        }
        int at = base + counters.getOffset();
        Column flags = number(head, base, "flags");
        Column[] columns = {
            number(head, base, "number_of_samples"),
            number(head, base, "active_channels"),
            number(head, base, "discard_pre"),
            number(head, base, "discard_post"),
            number(head, base, "center_sample"),
            number(head, base, "encoding_space_ref"),
            number(head, base, "trajectory_dimensions"),
            number(idx, at, "kspace_encode_step_1"),
            number(idx, at, "kspace_encode_step_2"),
            number(idx, at, "average"),
            number(idx, at, "slice"),
            number(idx, at, "contrast"),
            number(idx, at, "phase"),
            number(idx, at, "repetition"),
            number(idx, at, "set")
        };
        // A chunk is unpacked as a whole, each time a row of it is read.
        int step = dataset instanceof ChunkedDataset chunked
                ? Math.max(ROWS, hdf.guarded(() -> chunked.getChunkDimensions()[0]))
                : ROWS;
        int[] v = new int[columns.length];
        for (int from = 0; from < rows; from += Math.min(step, rows - from)) {
            ByteBuffer piece = hdf.rows(dataset, from, Math.min(step, rows - from));
            int n = piece.remaining() / rowBytes;
            for (int r = 0; r < n; r++) {
                for (int c = 0; c < v.length; c++) {
                    v[c] = (int) Math.min(Integer.MAX_VALUE, integer(piece, r, columns[c]));
                    if (v[c] < 0 || v[c] > 0xffff) {
                        throw new IOException(hdf.file() + " is damaged: " + columns[c].name() + " of readout "
                                + (from + r) + " is " + integer(piece, r, columns[c]));
                    }
                }
                IsmrmrdReadout readout = new IsmrmrdReadout(
                        from + r,
                        integer(piece, r, flags),
                        v[0],
                        v[1],
                        v[2],
                        v[3],
                        v[4],
                        v[5],
                        v[6],
                        v[7],
                        v[8],
                        v[9],
                        new KSpaceFrame(v[10], v[11], v[12], v[13], v[14]));
                if (readout.samples() > 0 && readout.used() < 1) {
                    throw new IOException(hdf.file() + " contradicts itself: readout " + (from + r) + " has "
                            + readout.samples() + " samples, of which " + (v[2] + v[3]) + " are to be discarded");
                }
                readouts.add(readout);
                for (Column list : new Column[] {trajectory, data}) {
                    int size = list.type().getSize();
                    references.put(references.position(), piece, piece.position() + r * rowBytes + list.offset(), size);
                    references.position(references.position() + size);
                }
            }
        }
    }

    private long integer(ByteBuffer rowsBytes, int row, Column column) {
        int at = rowsBytes.position() + row * rowBytes + column.offset();
        int size = column.type().getSize();
        boolean big = ((FixedPoint) column.type()).getByteOrder() == ByteOrder.BIG_ENDIAN;
        long v = 0;
        for (int i = 0; i < size; i++) {
            int b = rowsBytes.get(at + (big ? i : size - 1 - i)) & 0xff;
            v = v << 8 | b;
        }
        return v;
    }

    /** All readouts, in the order of the file. */
    List<IsmrmrdReadout> readouts() {
        return readouts;
    }

    /**
     * Checks that the file can hold what some readouts claim, before room for it is taken.
     *
     * @throws IOException if it is too short
     */
    void requirePresent(List<IsmrmrdReadout> some) throws IOException {
        long bytes = 0;
        for (IsmrmrdReadout readout : some) {
            bytes += 4L * readout.samples() * (2L * readout.channels() + readout.dimensions());
        }
        if (bytes > hdf.length()) {
            throw new IOException(hdf.file() + " is cut short or damaged: " + some.size() + " readouts claim " + bytes
                    + " bytes, but it has " + hdf.length());
        }
    }

    /** The data of a readout: real, imaginary, sample after sample, channel after channel. */
    float[] data(IsmrmrdReadout readout) throws IOException {
        return floats(readout, data, 2L * readout.samples() * readout.channels());
    }

    /** The trajectory of a readout: coordinate after coordinate, sample after sample. */
    float[] trajectory(IsmrmrdReadout readout) throws IOException {
        return floats(readout, trajectory, (long) readout.samples() * readout.dimensions());
    }

    private float[] floats(IsmrmrdReadout readout, Column column, long needed) throws IOException {
        FloatingPoint number = (FloatingPoint) ((VariableLength) column.type()).getParent();
        int size = column.type().getSize();
        int start = column == trajectory ? 0 : trajectory.type().getSize();
        int row = readout.index() * (references.capacity() / rows);
        ByteBuffer list = hdf.list(references, row + start, size);
        if (list.remaining() != needed * number.getSize()) {
            throw new IOException(hdf.file() + " contradicts itself: \"" + column.name() + "\" of readout "
                    + readout.index() + " has " + list.remaining() / number.getSize() + " floats, but its head needs "
                    + needed);
        }
        float[] out = new float[(int) needed];
        new NumberType('f', number.getSize(), number.getByteOrder()).convert(hdf.file(), list, out, 0);
        return out;
    }
}
