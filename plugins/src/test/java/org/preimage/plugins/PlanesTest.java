package org.preimage.plugins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;

class PlanesTest {
    private static final Space SPACE = Space.image(3, 1, 1);

    @Test
    void readsEveryGreyDepth() {
        ImagePlus bytes = new ImagePlus("8", new ByteProcessor(3, 1, new byte[] {0, 127, (byte) 255}));
        ImagePlus shorts = new ImagePlus("16", new ShortProcessor(3, 1, new short[] {0, 300, (short) 65535}, null));
        ImagePlus floats = new ImagePlus("32", new FloatProcessor(3, 1, new float[] {-1.5f, 0, 1e6f}));
        assertArrayEquals(new float[] {0, 127, 255}, read(bytes));
        assertArrayEquals(new float[] {0, 300, 65535}, read(shorts));
        assertArrayEquals(new float[] {-1.5f, 0, 1e6f}, read(floats));
    }

    @Test
    void readsTheValuesThatImageJShows() {
        ImagePlus image = new ImagePlus("16", new ShortProcessor(3, 1, new short[] {0, 300, (short) 65535}, null));
        image.getCalibration().setSigned16BitCalibration();
        assertArrayEquals(new float[] {-32768, -32468, 32767}, read(image));
        ImagePlus scaled = new ImagePlus("8", new ByteProcessor(3, 1, new byte[] {0, 1, 2}));
        scaled.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {10, 0.5}, "1/mm");
        assertArrayEquals(new float[] {10, 10.5f, 11}, read(scaled));
    }

    @Test
    void aFalseColourTableChangesNothing() {
        ByteProcessor coloured =
                new ByteProcessor(3, 1, new byte[] {0, 127, (byte) 255}, LUT.createLutFromColor(Color.RED));
        ImagePlus bytes = new ImagePlus("8", coloured);
        assertArrayEquals(new float[] {0, 127, 255}, read(bytes));
    }

    @Test
    void refusesWhatIsNotGreyOrNotThere() {
        ImagePlus colour = new ImagePlus("rgb", new ColorProcessor(3, 1));
        String message =
                assertThrows(IllegalArgumentException.class, () -> read(colour)).getMessage();
        assertEquals("Image is RGB, but must be 8, 16 or 32 bit grey (Image > Type > 32-bit converts it)", message);
        assertThrows(IllegalArgumentException.class, () -> new Planes("Image", null));
    }

    @Test
    void refusesNaNAndNamesTheSlice() {
        ImagePlus image = Lab.stack("nan", 3, 1, 2, (x, y, z) -> z == 1 && x == 2 ? Float.NaN : 0);
        Planes planes = new Planes("Image", image);
        planes.read(0, SPACE);
        String message = assertThrows(IllegalArgumentException.class, () -> planes.read(1, SPACE))
                .getMessage();
        assertTrue(message.startsWith("Image, slice 2 holds 1 NaN or infinite value"), message);
    }

    @Test
    void keepsArrangementLabelsAndInput() {
        ImagePlus image = Lab.stack("hyper.tif", 3, 1, 6, (x, y, z) -> 10 * z + x);
        image.setDimensions(1, 3, 2);
        image.setOpenAsHyperStack(true);
        Planes planes = new Planes("Image", image);
        assertEquals("hyper", planes.title());
        List<float[]> read = java.util.stream.IntStream.range(0, 6)
                .mapToObj(i -> planes.read(i, SPACE).data())
                .toList();
        read.get(0)[0] = 99;
        ImagePlus copy = planes.with("copy", stack(read), 1);
        assertArrayEquals(image.getDimensions(), copy.getDimensions());
        assertTrue(copy.isHyperStack());
        assertEquals("label 4", planes.label(4));
        assertEquals(32, copy.getBitDepth());
        assertEquals(42, copy.getStack().getVoxel(2, 0, 4));
        assertEquals(30, copy.getDisplayRangeMin());
        assertEquals(32, copy.getDisplayRangeMax());
        assertEquals(0, image.getStack().getVoxel(0, 0, 0), "the input is changed");
        assertEquals(
                "short-part", planes.with("short", stack(read.subList(0, 5)), 1).getTitle());
        assertThrows(IllegalArgumentException.class, () -> planes.with("none", stack(List.of()), 1));
    }

    private static ImageStack stack(List<float[]> planes) {
        ImageStack stack = new ImageStack(3, 1);
        planes.forEach(p -> stack.addSlice("", p));
        return stack;
    }

    private static float[] read(ImagePlus image) {
        return new Planes("Image", image).read(0, SPACE).data();
    }
}
