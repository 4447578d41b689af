package org.preimage.operators.file;

import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How many chunks the index of a data set says it has, by HDF5 file format specification 3.0, VII. The library sets aside memory for
 * them before it looks whether the file could hold as many.
 */
final class ChunkIndex {
    private static final int FIXED_ARRAY = 0x44484146;
    private static final int EXTENSIBLE_ARRAY = 0x44484145;
    private static final int TREE = 0x44485442;

    /** More than any of the headers has up to its number of chunks. */
    private static final int HEAD = 64;

    private ChunkIndex() {}

    /** The number, unsigned; 0 for an index of another kind, which has none. */
    static long claims(HdfBackingStorage storage, ChunkedDataLayoutMessageV4 layout) {
        long left = storage.size() - storage.getUserBlockSize() - layout.getAddress();
        if (layout.getAddress() < 0 || left < Integer.BYTES) {
            return 0;
        }
        ByteBuffer head = storage.readBufferFromAddress(layout.getAddress(), (int) Math.min(HEAD, left))
                .order(ByteOrder.LITTLE_ENDIAN);
        int start = head.position();
        int offsets = storage.getSizeOfOffsets();
        int lengths = storage.getSizeOfLengths();
        int at =
                switch (head.getInt(start)) {
                    case FIXED_ARRAY -> 8;
                    // Behind numbers and sizes of both kinds of blocks: the greatest index set.
                    case EXTENSIBLE_ARRAY -> 12 + 4 * lengths;
                    // Behind the address of the root and its number of records: that of all.
                    case TREE -> 18 + offsets;
                    default -> -1;
                };
        return at < 0 ? 0 : number(head, start + at, lengths);
    }

    private static long number(ByteBuffer head, int at, int bytes) {
        if (bytes > Long.BYTES || at + bytes > head.limit()) {
            throw new BufferUnderflowException();
        }
        long n = 0;
        for (int k = bytes - 1; k >= 0; k--) {
            n = n << 8 | head.get(at + k) & 0xff;
        }
        return n;
    }
}
