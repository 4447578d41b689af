package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class TiffTest {
    @TempDir
    Path folder;

    private static Image numbered(Space space) {
        Image image = Image.zeros(space);
        for (int i = 0; i < image.data().length; i++) {
            image.data()[i] = i - 7.125f;
        }
        return image;
    }

    /** A picture with runs and noise, so that all branches of the compressions occur. */
    private static BufferedImage picture(int width, int height, int dataType) {
        PixelInterleavedSampleModel model =
                new PixelInterleavedSampleModel(dataType, width, height, 1, width, new int[] {0});
        WritableRaster raster = Raster.createWritableRaster(model, null);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(5);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean run = y % 5 < 2;
                double v = dataType == DataBuffer.TYPE_FLOAT
                        ? (run ? 0.5 : random.nextGaussian())
                        : (run ? y : random.nextInt(dataType == DataBuffer.TYPE_BYTE ? 256 : 65536));
                raster.setSample(x, y, 0, v);
            }
        }
        ColorSpace grey = ColorSpace.getInstance(ColorSpace.CS_GRAY);
        return new BufferedImage(new ComponentColorModel(grey, false, false, 1, dataType), raster, false, null);
    }

    private Path javaTiff(BufferedImage image, String compression, int tile, ByteOrder order, int pages)
            throws IOException {
        Path file = folder.resolve("java.tif");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(Files.newOutputStream(file))) {
            out.setByteOrder(order);
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (!compression.equals("none")) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionType(compression);
            }
            if (tile > 0) {
                param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
                param.setTiling(tile, tile, 0, 0);
            }
            writer.prepareWriteSequence(null);
            for (int p = 0; p < pages; p++) {
                writer.writeToSequence(new IIOImage(image, null, null), param);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "none, 0",
        "none, 16",
        "LZW, 0",
        "LZW, 32",
        "Deflate, 0",
        "ZLib, 16",
        "PackBits, 0",
        "PackBits, 16",
    })
    void readsWhatJavasWriterMade(String compression, int tile) throws IOException {
        for (int type : new int[] {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT, DataBuffer.TYPE_FLOAT}) {
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                BufferedImage picture = picture(150, 77, type);
                Image image = Tiff.read(javaTiff(picture, compression, tile, order, 1));
                float[] expected = picture.getRaster().getSamples(0, 0, 150, 77, 0, (float[]) null);
                assertEquals(Space.image(150, 77, 1), image.space());
                assertArrayEquals(expected, image.data(), "type " + type + ", " + order);
            }
        }
    }

    @Test
    void lzwCodesGrowToTwelveBitsAndStartAgain() throws IOException {
        BufferedImage picture = picture(400, 300, DataBuffer.TYPE_USHORT);
        Image image = Tiff.read(javaTiff(picture, "LZW", 0, ByteOrder.BIG_ENDIAN, 1));
        assertArrayEquals(picture.getRaster().getSamples(0, 0, 400, 300, 0, (float[]) null), image.data());
    }

    @Test
    void pagesAreSlices() throws IOException {
        BufferedImage picture = picture(20, 10, DataBuffer.TYPE_BYTE);
        Image image = Tiff.read(javaTiff(picture, "none", 0, ByteOrder.BIG_ENDIAN, 3));
        assertEquals(Space.volume(20, 10, 3, 1), image.space());
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Space anisotropic = Space.of(new Axis(Role.X, 5, 0.78), new Axis(Role.Y, 4, 0.5), new Axis(Role.Z, 3, 2.5));
        for (Space space : new Space[] {Space.image(6, 4, 0.01), Space.image(1, 1, 1), anisotropic}) {
            Path file = folder.resolve("a.tif");
            Image image = numbered(space);
            ImageFiles.write(file, image);
            Image back = ImageFiles.read(file);
            assertArrayEquals(image.data(), back.data());
            assertArrayEquals(space.sizes(), back.space().sizes());
            for (int i = 0; i < space.dimensions(); i++) {
                assertEquals(space.spacing(i), back.space().spacing(i), 1e-8);
                assertEquals(
                        space.axes().get(i).role(), back.space().axes().get(i).role());
            }
        }
    }

    @Test
    void javasReaderReadsWhatIsWritten() throws IOException {
        Path file = folder.resolve("b.tiff");
        Image image = numbered(Space.volume(7, 5, 3, 0.5));
        ImageFiles.write(file, image);
        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertEquals(3, reader.getNumImages(true));
            for (int p = 0; p < 3; p++) {
                float[] page = reader.read(p).getRaster().getSamples(0, 0, 7, 5, 0, (float[]) null);
                assertArrayEquals(java.util.Arrays.copyOfRange(image.data(), 35 * p, 35 * p + 35), page);
            }
        } finally {
            reader.dispose();
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("images=3\nslices=3\nspacing=0.5\nunit=mm\n"), "ImageJ's description");
    }

    private void refused(String why, Path file) {
        String message =
                assertThrows(IOException.class, () -> ImageFiles.read(file)).getMessage();
        assertTrue(message.contains(why) && message.contains(file.toString()), message);
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        refused("there is no such file", folder.resolve("none.tif"));
        Path file = folder.resolve("c.tif");
        Files.write(file, new byte[3]);
        refused("3 bytes only", file);
        Files.writeString(file, "this is no TIFF file");
        refused("begins neither", file);
        Files.write(file, new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0});
        refused("BigTIFF header", file);
        Files.write(file, new byte[] {'I', 'I', 42, 0, 0, 0, 0, 0});
        refused("no page", file);
        Files.write(file, new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 0});
        refused("circle", file);
        refused(
                "colour",
                javaTiff(new BufferedImage(9, 9, BufferedImage.TYPE_3BYTE_BGR), "none", 0, ByteOrder.BIG_ENDIAN, 1));
        refused("compression 7", javaTiff(picture(20, 20, DataBuffer.TYPE_BYTE), "JPEG", 0, ByteOrder.BIG_ENDIAN, 1));
        Image complex = Image.zeros(Space.image(2, 2, 1).complex());
        String message =
                assertThrows(IOException.class, () -> Tiff.write(file, complex)).getMessage();
        assertTrue(message.contains("complex"), message);
    }

    /** One deflated strip with a predictor, as the standard describes its coding. */
    private Path predicted(float[] values, int width, int bits, int predictor, ByteOrder order) throws IOException {
        int height = values.length / width;
        int size = bits / 8;
        ByteBuffer rows = ByteBuffer.allocate(values.length * size).order(order);
        for (int y = 0; y < height; y++) {
            byte[] planes = new byte[width * size];
            for (int x = 0; x < width; x++) {
                float v = values[y * width + x];
                if (predictor == 2) {
                    rows.putShort((short) (v - (x == 0 ? 0 : values[y * width + x - 1])));
                } else {
                    byte[] number = ByteBuffer.allocate(4).putFloat(v).array();
                    for (int k = 0; k < 4; k++) {
                        planes[k * width + x] = number[k];
                    }
                }
            }
            for (int i = 0; predictor == 3 && i < planes.length; i++) {
                rows.put((byte) (planes[i] - (i == 0 ? 0 : planes[i - 1])));
            }
        }
        byte[] strip = Samples.deflated(rows.array());
        int[][] tags = {
            {256, width},
            {257, height},
            {258, bits},
            {259, 8},
            {262, 1},
            {273, 8},
            {278, height},
            {279, strip.length},
            {317, predictor},
            {339, predictor == 3 ? 3 : 1},
        };
        ByteBuffer out =
                ByteBuffer.allocate(8 + strip.length + 2 + 12 * tags.length + 4).order(order);
        out.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d))
                .putShort((short) 42);
        out.putInt(8 + strip.length).put(strip).putShort((short) tags.length);
        for (int[] tag : tags) {
            out.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        }
        return Files.write(folder.resolve("predicted.tif"), out.array());
    }

    @Test
    void predictors() throws IOException {
        float[] floats = new float[7 * 5];
        float[] counts = new float[7 * 5];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) Math.sin(i) * 1e3f;
            counts[i] = i * 7919 % 65536;
        }
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            assertArrayEquals(
                    floats, Tiff.read(predicted(floats, 7, 32, 3, order)).data());
            assertArrayEquals(
                    counts, Tiff.read(predicted(counts, 7, 16, 2, order)).data());
        }
    }

    @Test
    void damageEndsInOneSentence() throws IOException {
        Path own = folder.resolve("own.tif");
        Tiff.write(own, numbered(Space.volume(6, 4, 3, 1)));
        Damage.survives(own, 120, 300, Tiff::read);
        for (String compression : new String[] {"LZW", "Deflate", "PackBits"}) {
            BufferedImage picture = picture(30, 20, DataBuffer.TYPE_BYTE);
            Damage.survives(javaTiff(picture, compression, 0, ByteOrder.BIG_ENDIAN, 2), 2000, 200, Tiff::read);
        }
    }
}
