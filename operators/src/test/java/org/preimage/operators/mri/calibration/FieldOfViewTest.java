package org.preimage.operators.mri.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class FieldOfViewTest {
    private static final int NX = 20;
    private static final int NY = 9;
    private static final int COILS = 2;

    private static Space coilImages(int nx, int ny) {
        return Space.of(new Axis(Role.X, nx, 2), new Axis(Role.Y, ny, 3), new Axis(Role.COIL, COILS))
                .complex();
    }

    private static Image kspace(Image images) {
        FourierTransform fourier = FourierTransform.spatial(images.space());
        return new Image(fourier.range(), fourier.apply(images.data()));
    }

    /** Pixel (x, y) of a coil counted from the centre, 0 outside. */
    private static float at(Image image, int x, int y, int coil, int part) {
        int nx = image.space().size(0);
        int ny = image.space().size(1);
        int i = x + nx / 2;
        int j = y + ny / 2;
        return i < 0 || i >= nx || j < 0 || j >= ny ? 0 : image.data()[2 * ((coil * ny + j) * nx + i) + part];
    }

    /** Cut from or padded around the centre, element by element. */
    private static Image cut(Image image, Space space) {
        Image out = Image.zeros(space);
        int nx = space.size(0);
        int ny = space.size(1);
        for (int i = 0; i < space.points(); i++) {
            for (int part = 0; part < 2; part++) {
                out.data()[2 * i + part] = at(image, i % nx - nx / 2, i / nx % ny - ny / 2, i / nx / ny, part);
            }
        }
        return out;
    }

    private static void assertClose(Image expected, Image found) {
        assertEquals(expected.space().axes().size(), found.space().axes().size());
        assertEquals(Field.COMPLEX, found.space().field());
        for (int a = 0; a < expected.space().dimensions(); a++) {
            assertEquals(
                    expected.space().axes().get(a).role(),
                    found.space().axes().get(a).role());
            assertEquals(expected.space().size(a), found.space().size(a));
            assertEquals(expected.space().spacing(a), found.space().spacing(a), 1e-12);
        }
        assertArrayEquals(expected.data(), found.data(), 1e-5f);
    }

    @Test
    void halfTheFieldOfViewIsTheMiddleOfTheImage() {
        Image images = Coils.noise(coilImages(NX, NY), 1);
        Image expected = kspace(cut(images, coilImages(NX / 2, NY)));
        assertClose(expected, FieldOfView.removeOversampling(kspace(images), Role.KX, 2));
    }

    @Test
    void anyFieldOfViewOfEvenAndOddSizes() {
        Image images = Coils.noise(coilImages(NX, NY), 2);
        for (int size : new int[] {4, 5, 9, 10, 13}) {
            Image expected = kspace(cut(images, coilImages(NX, size)));
            assertClose(expected, FieldOfView.resize(kspace(images), Role.KY, size));
        }
    }

    /** Padding an image and cropping it again changes nothing; nor does the other way for k-space. */
    @Test
    void paddingIsUndoneByCropping() {
        Image kspace = kspace(Coils.noise(coilImages(NX, NY), 3));
        assertClose(kspace, FieldOfView.resize(FieldOfView.resize(kspace, Role.KY, 14), Role.KY, NY));
        assertClose(kspace, FieldOfView.resample(FieldOfView.resample(kspace, Role.KX, 27), Role.KX, NX));
    }

    @Test
    void anotherMatrixKeepsTheSamplesOfKspace() {
        Image kspace = kspace(Coils.noise(coilImages(NX, NY), 4));
        for (int size : new int[] {10, 11, 30}) {
            Image out = FieldOfView.resample(kspace, Role.KX, size);
            assertEquals(kspace.space().spacing(0), out.space().spacing(0));
            Space space = new Space(
                    List.of(
                            new Axis(Role.KX, size, kspace.space().spacing(0)),
                            kspace.space().axes().get(1),
                            kspace.space().axes().get(2)),
                    Field.COMPLEX);
            assertClose(cut(kspace, space), out);
        }
    }

    @Test
    void theLevelOfWhiteNoiseStays() {
        Space space = Space.of(new Axis(Role.KX, 128), new Axis(Role.KY, 100)).complex();
        Image noise = Coils.noise(space, 5);
        Image out = FieldOfView.removeOversampling(noise, Role.KX, 2);
        double before = Vectors.normSquared(noise.data()) / noise.data().length;
        assertEquals(before, Vectors.normSquared(out.data()) / out.data().length, 0.05 * before);
    }

    @Test
    void linesThatWereNotMeasuredStayZero() {
        Image kspace = Coils.undersampled(kspace(Coils.noise(coilImages(NX, NY), 6)), 3, 2);
        Image out = FieldOfView.removeOversampling(kspace, Role.KX, 2);
        for (int y = 0; y < NY; y++) {
            boolean empty = kspace.data()[2 * y * NX] == 0;
            for (int x = 0; x < NX; x++) {
                assertEquals(empty, out.data()[y * NX + x] == 0);
            }
        }
    }

    @Test
    void badInputIsToldInOneSentence() {
        Image kspace = kspace(Coils.noise(coilImages(NX, NY), 7));
        assertMessage(() -> FieldOfView.removeOversampling(kspace, Role.KX, 3), "divide the 20 samples along KX");
        assertMessage(() -> FieldOfView.removeOversampling(kspace, Role.KX, 1), "must be at least 2");
        assertMessage(() -> FieldOfView.resize(kspace, Role.KZ, 4), "one of its frequencies KX, KY, KZ");
        assertMessage(() -> FieldOfView.resize(kspace, Role.COIL, 1), "one of its frequencies KX, KY, KZ");
        assertMessage(() -> FieldOfView.resample(kspace, Role.KX, 0), "size is 0, but must be at least 1");
    }

    private static void assertMessage(Executable work, String part) {
        String message = assertThrows(IllegalArgumentException.class, work).getMessage();
        assertTrue(message.contains(part), message);
    }
}
