package org.preimage.operators.imglib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.type.numeric.complex.ComplexFloatType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class ImgLibTest {
    private static Image numbered(Space space) {
        Image image = Image.zeros(space);
        for (int i = 0; i < image.data().length; i++) {
            image.data()[i] = i;
        }
        return image;
    }

    @Test
    void wrappingSharesTheArrayAndTheOrder() {
        Image image = numbered(Space.volume(4, 3, 2, 0.5));
        ArrayImg<FloatType, FloatArray> img = ImgLib.wrap(image);
        assertEquals(1 + 4 * (2 + 3 * 1), img.getAt(1, 2, 1).get());
        img.getAt(0, 0, 0).set(42);
        assertEquals(42, image.data()[0]);
        Image back = ImgLib.image(img);
        assertSame(image.data(), back.data());
        assertEquals(Space.volume(4, 3, 2, 1), back.space());
        assertEquals(image.space(), ImgLib.image(img, image.space()).space());
    }

    @Test
    void complexNumbersArePairs() {
        Image image = numbered(Space.image(3, 2, 1).complex());
        ArrayImg<ComplexFloatType, FloatArray> img = ImgLib.wrapComplex(image);
        assertEquals(8, img.getAt(1, 1).getRealFloat());
        assertEquals(9, img.getAt(1, 1).getImaginaryFloat());
        assertSame(image.data(), ImgLib.complexImage(img).data());
        assertEquals(image.space(), ImgLib.complexImage(img).space());
        Image copy = ImgLib.complexImage(Views.interval(img, new long[] {1, 0}, new long[] {2, 1}));
        assertArrayEquals(new float[] {2, 3, 4, 5, 8, 9, 10, 11}, copy.data());
    }

    @Test
    void viewsAndOtherTypesAreCopied() {
        Image image = numbered(Space.image(4, 3, 1));
        ArrayImg<FloatType, FloatArray> img = ImgLib.wrap(image);
        Image crop = ImgLib.image(Views.interval(img, new long[] {1, 1}, new long[] {2, 2}));
        assertArrayEquals(new float[] {5, 6, 9, 10}, crop.data());
        assertArrayEquals(
                new float[] {0, 4, 8}, ImgLib.image(Views.hyperSlice(img, 0, 0)).data());
        assertNotSame(image.data(), ImgLib.image(Views.translate(img, 5, -5)).data());
        assertArrayEquals(
                image.data(), ImgLib.image(Views.translate(img, 5, -5)).data());
        short[] counts = {1, -1, 3};
        assertArrayEquals(
                new float[] {1, 65535, 3},
                ImgLib.image(ArrayImgs.unsignedShorts(counts, 3)).data());
        Img<UnsignedShortType> cells = new CellImgFactory<>(new UnsignedShortType(), 2).create(5, 3);
        int i = 0;
        for (UnsignedShortType pixel : Views.flatIterable(cells)) {
            pixel.set(i++);
        }
        assertArrayEquals(
                numbered(Space.image(5, 3, 1)).data(), ImgLib.image(cells).data());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Image real = Image.zeros(Space.image(4, 3, 1));
        Image complex = Image.zeros(Space.image(4, 3, 1).complex());
        assertThrows(IllegalArgumentException.class, () -> ImgLib.wrap(complex));
        assertThrows(IllegalArgumentException.class, () -> ImgLib.wrapComplex(real));
        assertThrows(IllegalArgumentException.class, () -> ImgLib.image(ImgLib.wrap(real), Space.image(3, 4, 1)));
        assertThrows(IllegalArgumentException.class, () -> ImgLib.image(ImgLib.wrap(real), complex.space()));
        assertThrows(IllegalArgumentException.class, () -> ImgLib.image(ArrayImgs.floats(1, 1, 1, 1, 1, 1)));
    }
}
