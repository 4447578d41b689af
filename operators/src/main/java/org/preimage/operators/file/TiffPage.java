package org.preimage.operators.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The tags of a page of a TIFF file.
 *
 * @param tags their values, in the file's byte order
 * @param types of the values: 1 byte, 2 text, 3 short, 4 int, 5 rational, 16 long
 */
record TiffPage(Map<Integer, ByteBuffer> tags, Map<Integer, Integer> types) {
    /** Bytes of one value of a field type, 0 for those that are not needed. */
    static int bytes(int type) {
        return switch (type) {
            case 1, 2 -> 1;
            case 3 -> 2;
            case 4, 13 -> 4;
            case 5, 16, 18 -> 8;
            default -> 0;
        };
    }

    /** Whether a tag says something about pixels, their place or their size. */
    static boolean isNeeded(int tag) {
        return tag >= TiffReader.WIDTH && tag <= TiffReader.COMPRESSION
                || tag == TiffReader.PHOTOMETRIC
                || tag == TiffReader.DESCRIPTION
                || tag == TiffReader.STRIP_OFFSETS
                || tag >= TiffReader.SAMPLES && tag <= TiffReader.Y_RESOLUTION
                || tag == TiffReader.RESOLUTION_UNIT
                || tag == TiffReader.PREDICTOR
                || tag >= TiffReader.TILE_WIDTH && tag <= TiffReader.TILE_BYTES
                || tag == TiffReader.SAMPLE_FORMAT;
    }

    int count(int tag) {
        return tags.containsKey(tag) ? tags.get(tag).capacity() / bytes(types.get(tag)) : 0;
    }

    /** An unsigned number; negative if it is beyond 2^63, which no file reaches. */
    long number(int tag, int index) {
        ByteBuffer b = tags.get(tag);
        return switch (types.get(tag)) {
            case 1, 2 -> Byte.toUnsignedInt(b.get(index));
            case 3 -> Short.toUnsignedInt(b.getShort(2 * index));
            case 4, 13 -> Integer.toUnsignedLong(b.getInt(4 * index));
            default -> b.getLong(8 * index);
        };
    }

    long number(int tag, long otherwise) {
        return count(tag) == 0 ? otherwise : number(tag, 0);
    }

    double rational(int tag) {
        if (count(tag) == 0 || types.get(tag) != 5) {
            return Double.NaN;
        }
        ByteBuffer b = tags.get(tag);
        return (double) Integer.toUnsignedLong(b.getInt(0)) / Integer.toUnsignedLong(b.getInt(4));
    }

    String text(int tag) {
        return count(tag) == 0 ? "" : new String(tags.get(tag).array(), StandardCharsets.ISO_8859_1);
    }

    boolean isTiled() {
        return count(TiffReader.TILE_OFFSETS) > 0;
    }
}
