package org.preimage.operators.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.DotTest;
import org.preimage.operators.Framewise;
import org.preimage.operators.file.Npy;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class MriSpecTest {
    private static final int NX = 12;
    private static final int NY = 10;
    private static final int COILS = 3;

    @TempDir
    Path folder;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(5);

    @BeforeEach
    void writeFiles() throws IOException {
        write("maps.npy", Space.ofSizes(NX, NY, COILS).complex());
        write("two.npy", Space.ofSizes(NX, NY, COILS, 2).complex());
        write("real.npy", Space.ofSizes(NX, NY, COILS));
        mask("mask.npy", Space.ofSizes(NX, NY));
        mask("masks.npy", Space.ofSizes(NX, NY, 4));
        mask("wrong.npy", Space.ofSizes(NY, NX));
        Npy.write(folder.resolve("empty.npy"), Image.zeros(Space.ofSizes(NX, NY)));
        write("traj.npy", Space.ofSizes(2, 16, 5));
        write("list.npy", Space.ofSizes(2, 30));
        write("trajs.npy", Space.ofSizes(2, 16, 5, 4));
        write("traj3.npy", Space.ofSizes(3, 16, 5));
    }

    private void write(String name, Space space) throws IOException {
        Image image = Image.zeros(space);
        for (int i = 0; i < image.data().length; i++) {
            image.data()[i] = (float) random.nextDouble(-4, 4);
        }
        Npy.write(folder.resolve(name), image);
    }

    private void mask(String name, Space space) throws IOException {
        Image mask = Image.zeros(space);
        for (int i = 0; i < mask.data().length; i++) {
            mask.data()[i] = i % 3 == 0 ? 1 : 0;
        }
        Npy.write(folder.resolve(name), mask);
    }

    private static String json(String rest) {
        return "{\"operator\": \"mri\", \"image\": {\"size\": [" + NX + ", " + NY + "]}" + rest + "}";
    }

    private MriSpec parse(String rest) throws IOException {
        return assertInstanceOf(MriSpec.class, OperatorSpec.parse(json(rest), folder));
    }

    private String refusal(String rest) {
        return assertThrows(IllegalArgumentException.class, () -> parse(rest)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 12 10 | 12 10 1",
                ", \"coils\": \"maps.npy\" | 12 10 | 12 10 3",
                ", \"coils\": \"maps.npy\", \"mask\": \"mask.npy\" | 12 10 | 12 10 3",
                ", \"coils\": \"two.npy\", \"mask\": \"mask.npy\" | 12 10 2 | 12 10 3",
                ", \"coils\": \"maps.npy\", \"trajectory\": \"traj.npy\" | 12 10 | 16 5 3",
                ", \"coils\": \"maps.npy\", \"trajectory\": \"list.npy\" | 12 10 | 30 1 3",
                ", \"coils\": \"maps.npy\", \"mask\": \"masks.npy\", \"frames\": 4 | 12 10 4 | 12 10 3 4",
                ", \"coils\": \"maps.npy\", \"trajectory\": \"trajs.npy\", \"frames\": 4 | 12 10 4 | 16 5 3 4",
            })
    void readsEveryKindOfScan(String rest, String domain, String range) throws IOException {
        MriSpec spec = parse(rest);
        assertEquals("mri", spec.name());
        assertArrayEquals(sizes(domain), spec.domain().sizes());
        assertArrayEquals(sizes(range), spec.range().sizes());
        assertTrue(DotTest.of(spec.operator(), random).passed(), () -> DotTest.of(spec.operator(), random)
                .message());
        MriSpec again = assertInstanceOf(MriSpec.class, OperatorSpec.parse(spec.text(), folder));
        assertEquals(spec.text(), again.text());
        assertEquals(spec.range(), again.range());
    }

    private static int[] sizes(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void kindsOfOperators() throws IOException {
        CartesianMri grid = assertInstanceOf(
                CartesianMri.class,
                parse(", \"coils\": \"maps.npy\", \"mask\": \"mask.npy\"").operator());
        assertEquals(40, grid.mask().count());
        assertInstanceOf(
                NonCartesianMri.class,
                parse(", \"coils\": \"maps.npy\", \"trajectory\": \"traj.npy\"").operator());
        Framewise series = assertInstanceOf(
                Framewise.class,
                parse(", \"coils\": \"maps.npy\", \"mask\": \"masks.npy\", \"frames\": 4")
                        .operator());
        assertEquals(4, series.frames().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ", \"coils\": \"real.npy\" | are real, but must be complex",
                ", \"coils\": \"list.npy\" | are real, but must be complex",
                ", \"mask\": \"wrong.npy\" | the mask has shape (12, 10), but the SPEC needs (10, 12)",
                ", \"mask\": \"masks.npy\" | the mask has shape (4, 10, 12), but the SPEC needs (10, 12)",
                ", \"mask\": \"masks.npy\", \"frames\": 5 | the mask has shape (4, 10, 12), but the SPEC needs (5, 10, 12)",
                ", \"mask\": \"empty.npy\" | keeps no point",
                ", \"trajectory\": \"traj3.npy\" | the trajectory has shape (5, 16, 3), but the SPEC needs (shots, samples, 2)",
                ", \"trajectory\": \"traj.npy\", \"mask\": \"mask.npy\" | exclude each other",
                ", \"coils\": \"adaptive\", \"maps\": 2 | only \"espirit\" makes several",
                ", \"coil\": \"maps.npy\" | unknown key \"coil\"",
            })
    void refusesWhatDoesNotFit(String rest, String message) {
        String said = refusal(rest);
        assertTrue(said.contains(message), said);
        assertTrue(said.lines().count() == 1, said);
    }

    @Test
    void coordinatesMayBeThreeComplexNumbers() throws IOException {
        Image plain = Npy.read(folder.resolve("traj.npy"));
        Image three = Image.zeros(Space.ofSizes(3, 16, 5).complex());
        for (int i = 0; i < 80; i++) {
            three.data()[6 * i] = plain.data()[2 * i];
            three.data()[6 * i + 2] = plain.data()[2 * i + 1];
        }
        Npy.write(folder.resolve("three.npy"), three);
        NonCartesianMri read = assertInstanceOf(
                NonCartesianMri.class, parse(", \"trajectory\": \"three.npy\"").operator());
        assertArrayEquals(plain.data(), read.trajectory().coordinates());
        three.data()[4] = 1;
        Npy.write(folder.resolve("three.npy"), three);
        assertTrue(refusal(", \"trajectory\": \"three.npy\"").contains("the trajectory has shape (5, 16, 3) complex"));
    }

    @Test
    void mapsOfAnotherSizeAreRefused() throws IOException {
        write("small.npy", Space.ofSizes(NX, NY - 1, COILS).complex());
        String said = refusal(", \"coils\": \"small.npy\"");
        assertEquals(
                "the sensitivity maps have shape (3, 9, 12), but the SPEC needs (coils, 10, 12) or (maps, coils, 10, 12)",
                said);
    }

    @Test
    void dataOfAnotherNumberOfCoilsAreRefused() throws IOException {
        MriSpec spec = parse(", \"coils\": \"maps.npy\"");
        Image four = Image.zeros(Space.ofSizes(NX, NY, 4).complex());
        String said = assertThrows(IllegalArgumentException.class, () -> spec.data(four))
                .getMessage();
        assertEquals(
                "data have shape (4, 10, 12) complex, but the SPEC needs (3, 10, 12) complex: 3 coils x 10 ky x 12 kx",
                said);
    }

    @Test
    void aSingleCoilNeedsNoAxis() throws IOException {
        MriSpec spec = parse("");
        assertEquals(
                spec.range(),
                spec.data(Image.zeros(Space.ofSizes(NX, NY).complex())).space());
        assertEquals(
                spec.range(),
                spec.data(Image.zeros(Space.ofSizes(NX, NY, 1).complex())).space());
    }

    @Test
    void severalCoilsNeedSensitivities() throws IOException {
        MriSpec spec = parse("");
        Image three = Image.zeros(Space.ofSizes(NX, NY, COILS).complex());
        assertEquals(
                "data have shape (3, 10, 12) with 3 coils, but the SPEC has no \"coils\": a file of sensitivities,"
                        + " \"espirit\" or \"adaptive\"",
                assertThrows(IllegalArgumentException.class, () -> spec.data(three))
                        .getMessage());
    }

    @Test
    void realImagesCountAsComplex() throws IOException {
        Image read = Image.zeros(Space.ofSizes(NX, NY));
        read.data()[7] = 3;
        Image image = parse("").image(read);
        assertEquals(3, image.data()[14]);
        assertEquals(3, image.magnitude().data()[7]);
    }

    @Test
    void coilsToEstimateNeedData() throws IOException {
        MriSpec spec = parse(", \"coils\": \"espirit\"");
        assertArrayEquals(new int[] {NX, NY}, spec.domain().sizes());
        assertTrue(assertThrows(IllegalArgumentException.class, spec::operator)
                .getMessage()
                .contains("must name a file"));
        assertTrue(assertThrows(IllegalArgumentException.class, spec::range)
                .getMessage()
                .contains("must name a file"));
    }

    @Test
    void theMaskIsFoundInTheData() throws IOException {
        MriSpec known = parse(", \"coils\": \"maps.npy\", \"mask\": \"mask.npy\"");
        Image x = Image.zeros(known.domain());
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        Image data = known.operator().apply(x);
        MriSpec found = parse(", \"coils\": \"maps.npy\", \"mask\": \"data\"").completedBy(data);
        assertArrayEquals(
                ((CartesianMri) known.operator()).mask().toArray(),
                ((CartesianMri) found.operator()).mask().toArray());
        assertTrue(found.text().contains("\"mask\":\"data\""), found.text());
    }

    @Test
    void dataOfZerosTellNothing() throws IOException {
        MriSpec spec = parse(", \"coils\": \"espirit\", \"mask\": \"data\"");
        Image zeros = Image.zeros(Space.ofSizes(NX, NY, COILS).complex());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> spec.completedBy(zeros))
                .getMessage()
                .startsWith("data are all zero"));
        Image flat = Image.zeros(Space.ofSizes(NX, NY, COILS));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> spec.completedBy(flat))
                .getMessage()
                .contains("but the SPEC needs (coils, 10, 12) complex"));
    }

    @Test
    void whatIsNotMeasuredIsCleared() throws IOException {
        MriSpec spec = parse(", \"coils\": \"maps.npy\", \"mask\": \"mask.npy\"");
        Image data = Image.zeros(spec.range());
        Arrays.fill(data.data(), 1);
        spec.clearUnmeasured(data);
        for (int i = 0; i < data.data().length; i++) {
            assertEquals(i / 2 % (NX * NY) % 3 == 0 ? 1 : 0, data.data()[i]);
        }
        assertEquals(new Axis(Role.COIL, 3), data.space().axes().get(2));
    }
}
