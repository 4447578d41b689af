package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class PngTest {
    @TempDir
    Path folder;

    private Path png(int type, int... samples) throws IOException {
        BufferedImage image = new BufferedImage(3, samples.length / 3, type);
        for (int i = 0; i < samples.length; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, samples[i]);
        }
        Path file = folder.resolve("java.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void storedValuesAreReadAsTheyAre() throws IOException {
        Image eight = ImageFiles.read(png(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 200, 255, 128, 7));
        assertEquals(Space.image(3, 2, 1), eight.space());
        assertArrayEquals(new float[] {0, 1, 200, 255, 128, 7}, eight.data());
        Image sixteen = ImageFiles.read(png(BufferedImage.TYPE_USHORT_GRAY, 0, 1, 65535, 40000, 128, 7));
        assertArrayEquals(new float[] {0, 1, 65535, 40000, 128, 7}, sixteen.data());
    }

    @Test
    void writingStretchesOrCutsTheRange() throws IOException {
        Path file = folder.resolve("a.png");
        Image image = new Image(Space.image(3, 2, 1), new float[] {-1, 0, 1, 3, Float.NaN, 0.5f});
        ImageFiles.write(file, image);
        assertArrayEquals(
                new float[] {0, 64, 128, 255, 0, 96}, ImageFiles.read(file).data());
        Png.write(file, image, 0, 1);
        assertArrayEquals(new float[] {0, 0, 255, 255, 0, 128}, Png.read(file).data());
        Png.write(file, Image.zeros(Space.image(3, 2, 1)));
        assertArrayEquals(new float[6], Png.read(file).data());
    }

    @Test
    void readsTheSharedPictures() throws IOException {
        Image camera = Png.read(SharedData.require("data/images/camera.png"));
        assertEquals(Space.image(512, 512, 1), camera.space());
        Image strip = Png.read(SharedData.require("data/ct_train.png"));
        assertEquals(256, strip.space().size(0));
        assertEquals(120 * 256, strip.space().size(1));
        float max = 0;
        for (float v : strip.data()) {
            max = Math.max(max, v);
        }
        assertTrue(max > 2000 && max <= 4095, "16 bits are not scaled: " + max);
    }

    private void refused(String why, Path file) {
        String message =
                assertThrows(IOException.class, () -> ImageFiles.read(file)).getMessage();
        assertTrue(message.contains(why) && message.contains(file.toString()), message);
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        refused("there is no such file", folder.resolve("none.png"));
        Path file = folder.resolve("b.png");
        Files.writeString(file, "this is not a picture at all, but some text");
        refused("is not a PNG file", file);
        refused("colour", png(BufferedImage.TYPE_3BYTE_BGR, 0, 1, 2));
        byte[] valid = Files.readAllBytes(png(BufferedImage.TYPE_BYTE_GRAY, 1, 2, 3));
        Files.write(file, java.util.Arrays.copyOf(valid, valid.length - 5));
        refused("cut short", file);
        valid[45] ^= 1;
        Files.write(file, valid);
        refused("check sum", file);
    }

    @Test
    void aHugeClaimIsNotBelieved() throws IOException {
        byte[] bytes = Files.readAllBytes(png(BufferedImage.TYPE_BYTE_GRAY, 1, 2, 3));
        ByteBuffer.wrap(bytes).putInt(16, 60000).putInt(20, 60000);
        CRC32 sum = new CRC32();
        sum.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) sum.getValue());
        Path file = folder.resolve("huge.png");
        Files.write(file, bytes);
        refused("claims 60000 x 60000", file);
    }

    @Test
    void whatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("c.png");
        assertThrows(IOException.class, () -> Png.write(file, Image.zeros(Space.volume(2, 2, 2, 1))));
        assertThrows(
                IOException.class,
                () -> Png.write(file, Image.zeros(Space.image(2, 2, 1).complex())));
        assertTrue(!Files.exists(file));
    }

    @Test
    void damageEndsInOneSentence() throws IOException {
        Damage.survives(png(BufferedImage.TYPE_BYTE_GRAY, 1, 2, 3, 4, 5, 6), 60, 1000, Png::read);
    }
}
