package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

class DxchangeTest {
    @TempDir
    Path folder;

    private Path hdf(String name, Consumer<WritableGroup> exchange) {
        Path file = folder.resolve(name);
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            exchange.accept(hdf.putGroup("exchange"));
        }
        return file;
    }

    /** Frames that number their values. */
    private static float[][][] frames(int n, int rows, int columns, float first) {
        float[][][] frames = new float[n][rows][columns];
        float v = first;
        for (float[][] frame : frames) {
            for (float[] row : frame) {
                for (int i = 0; i < columns; i++) {
                    row[i] = v++;
                }
            }
        }
        return frames;
    }

    private static void scan(WritableGroup exchange) {
        exchange.putDataset("data", frames(4, 3, 5, 0));
        exchange.putDataset("data_white", frames(2, 3, 5, 1000));
        exchange.putDataset("data_dark", frames(1, 3, 5, 500));
    }

    @Test
    void oneRowOfEachFrame() throws IOException {
        Path file = hdf("a.h5", exchange -> {
            scan(exchange);
            exchange.putDataset("theta", new double[] {0, 10, 20, 35});
        });
        Dxchange scan = Dxchange.read(file, 1);
        assertEquals(
                Space.of(new Axis(Role.DETECTOR, 5), new Axis(Role.ANGLE, 4)),
                scan.counts().space());
        assertEquals(5, scan.counts().data()[0]);
        assertEquals(15 + 5 + 2, scan.counts().data()[5 + 2]);
        assertArrayEquals(
                new float[] {1005, 1006, 1007, 1008, 1009},
                Arrays.copyOf(scan.flats().data(), 5));
        assertEquals(2, scan.flats().space().size(1));
        assertArrayEquals(new float[] {505, 506, 507, 508, 509}, scan.darks().data());
        assertArrayEquals(new double[] {0, 10, 20, 35}, scan.angles());
        assertTrue(scan.anglesStated());
        assertEquals(3, scan.rows());
        assertTrue(Dxchange.isDxchange(file));
        assertThrows(IllegalArgumentException.class, () -> Dxchange.read(file, 3));
        assertThrows(IllegalArgumentException.class, () -> Dxchange.read(file, -1));
    }

    @Test
    void withoutAnglesItIsHalfATurn() throws IOException {
        Dxchange scan = Dxchange.read(hdf("a.h5", DxchangeTest::scan), 0);
        assertFalse(scan.anglesStated());
        assertArrayEquals(ParallelBeam.uniformAngles(0, 180, 4), scan.angles());
    }

    @Test
    void radiansAndIntegers() throws IOException {
        Path file = hdf("a.h5", exchange -> {
            exchange.putDataset("data", new int[][][] {{{7, 70000}}});
            exchange.putDataset("data_white", new short[][][] {{{1, 2}}});
            exchange.putDataset("data_dark", new double[][][] {{{0.5, 0.25}}});
            exchange.putDataset("theta", new float[] {(float) (Math.PI / 2)}).putAttribute("units", "radians");
        });
        Dxchange scan = Dxchange.read(file, 0);
        assertArrayEquals(new float[] {7, 70000}, scan.counts().data());
        assertArrayEquals(new float[] {1, 2}, scan.flats().data());
        assertArrayEquals(new float[] {0.5f, 0.25f}, scan.darks().data());
        assertEquals(90, scan.angles()[0], 1e-5);
    }

    /** As beamlines store it: unsigned 16-bit counts in packed chunks that do not divide the array. */
    private static void packedScan(WritableGroup exchange) {
        short[][][] counts = new short[5][3][7];
        for (int i = 0; i < 105; i++) {
            counts[i / 21][i / 7 % 3][i % 7] = (short) (65535 - i);
        }
        DatasetCreationOptions options = DatasetCreationOptions.builder()
                .unsigned()
                .chunkDimensions(2, 2, 4)
                .shuffle()
                .deflate()
                .build();
        exchange.putDataset("data", counts, options);
        exchange.putDataset("data_white", counts, options);
        exchange.putDataset("data_dark", counts, options);
    }

    @Test
    void packedUnsignedChunks() throws IOException {
        Dxchange scan = Dxchange.read(hdf("p.h5", DxchangeTest::packedScan), 2);
        for (int i = 0; i < 35; i++) {
            assertEquals(65535 - (i / 7 * 21 + 14 + i % 7), scan.counts().data()[i], "value " + i);
        }
    }

    /** The library would set aside 8 bytes for each of the chunks that an index claims. */
    @Test
    void anIndexOfMoreChunksThanTheFileCouldHoldIsRefused() throws IOException {
        Path file = hdf("r.h5", DxchangeTest::packedScan);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int found = 0;
        for (int i = 0; i + 28 <= bytes.capacity(); i++) {
            if (bytes.getInt(i) == 0x44484146) {
                assertEquals(12, bytes.getLong(i + 8));
                bytes.putLong(i + 8, 1_000_000_000);
                bytes.putInt(i + 24, ChecksumUtils.checksum(Arrays.copyOfRange(bytes.array(), i, i + 24)));
                found++;
            }
        }
        assertEquals(3, found);
        Files.write(file, bytes.array());
        refused("claims 1000000000 chunks, but the file has " + bytes.capacity() + " bytes", file);
    }

    @Test
    void damageOfPackedChunksEndsInOneSentence() throws IOException {
        Damage.survives(hdf("q.h5", DxchangeTest::packedScan), 3000, 600, damaged -> Dxchange.read(damaged, 1));
    }

    @Test
    void readsTheTooth() throws IOException {
        Dxchange scan = Dxchange.read(SharedData.require("data/ct_tooth.h5"), 1);
        assertEquals(
                Space.of(new Axis(Role.DETECTOR, 640), new Axis(Role.ANGLE, 181)),
                scan.counts().space());
        assertEquals(10, scan.flats().space().size(1));
        assertEquals(10, scan.darks().space().size(1));
        assertEquals(2, scan.rows());
        assertEquals(180.0 / 181, scan.angles()[1], 1e-9);
    }

    private void refused(String why, Path file) {
        String message =
                assertThrows(IOException.class, () -> Dxchange.read(file, 0)).getMessage();
        assertTrue(message.contains(why) && message.contains(file.toString()), message);
    }

    @Test
    void contradictionsAreNamed() throws IOException {
        refused("there is no such file", folder.resolve("none.h5"));
        Path text = folder.resolve("text.h5");
        Files.writeString(text, "no HDF5 at all");
        refused("is not an HDF5 file", text);
        assertThrows(IOException.class, () -> Dxchange.isDxchange(text));
        refused("no data set /exchange/data", hdf("b.h5", exchange -> exchange.putDataset("x", new float[] {1})));
        refused("no data set /exchange/data_dark", hdf("c.h5", exchange -> {
            exchange.putDataset("data", frames(4, 3, 5, 0));
            exchange.putDataset("data_white", frames(2, 3, 5, 0));
        }));
        refused("of shape [5]", hdf("d.h5", exchange -> {
            exchange.putDataset("data", new float[5]);
        }));
        refused("contradicts itself", hdf("e.h5", exchange -> {
            exchange.putDataset("data", frames(4, 3, 5, 0));
            exchange.putDataset("data_white", frames(2, 3, 6, 0));
            exchange.putDataset("data_dark", frames(2, 3, 5, 0));
        }));
        refused("there are 4 projections", hdf("f.h5", exchange -> {
            scan(exchange);
            exchange.putDataset("theta", new double[5]);
        }));
        refused("the angle NaN", hdf("g.h5", exchange -> {
            scan(exchange);
            exchange.putDataset("theta", new double[] {0, Double.NaN, 1, 2});
        }));
    }

    @Test
    void damageEndsInOneSentence() throws IOException {
        Path file = hdf("h.h5", exchange -> {
            scan(exchange);
            exchange.putDataset("theta", new double[] {0, 10, 20, 35});
        });
        Damage.survives(file, 2000, 1000, damaged -> Dxchange.read(damaged, 0));
    }

    @Test
    void damageOfAFileOfTheHdf5LibraryEndsInOneSentence() throws IOException {
        Path file = folder.resolve("tooth.h5");
        Files.copy(SharedData.require("data/ct_tooth.h5"), file);
        Damage.survives(file, 4000, 200, damaged -> Dxchange.read(damaged, 0));
    }
}
