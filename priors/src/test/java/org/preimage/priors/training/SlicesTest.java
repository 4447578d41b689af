package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.file.Png;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.noise.PoissonTransmission;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;

class SlicesTest {
    @TempDir
    private Path folder;

    private static Slices slices(int count, int side) {
        List<float[]> values = new ArrayList<>();
        List<String> subjects = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            float[] v = new float[side * side];
            for (int i = 0; i < v.length; i++) {
                int x = i % side - side / 2;
                int y = i / side - side / 2;
                v[i] = x * x + 2 * y * y < side * side / 5 ? 0.3f + 0.1f * k + 0.02f * x : 0;
            }
            values.add(v);
            subjects.add(k % 2 == 0 ? "A" : "B");
        }
        return new Slices(side, side, values, subjects);
    }

    private Path write(String name, Image image, String json) throws IOException {
        Path file = folder.resolve(name);
        if (name.endsWith(".png")) {
            Png.write(file, image, 0, 255);
        } else {
            Npy.write(file, image);
        }
        Files.writeString(folder.resolve(name.replaceAll("\\..*", ".json")), json);
        return file;
    }

    @Test
    void stripsAndStacksAreReadWithTheirSubjects() throws IOException {
        float[] numbers = new float[24];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        String facts = "{\"tile\": [3, 4], \"slices\": [{\"subject\": \"A\"}, {\"subject\": \"B\"}]}";
        Slices png = Slices.read(write("strip.png", new Image(Space.image(4, 6, 1), numbers), facts));
        Slices npy = Slices.read(write("stack.npy", new Image(Space.ofSizes(4, 3, 2), numbers), facts));
        for (Slices s : List.of(png, npy)) {
            assertEquals(List.of("A", "B"), s.subjects());
            assertEquals(3, s.height());
            assertArrayEquals(Arrays.copyOfRange(numbers, 12, 24), s.values().get(1));
            assertEquals(1, s.of("B"::equals).count());
        }
    }

    @Test
    void whatDoesNotFitIsToldInOneSentence() throws IOException {
        Image image = new Image(Space.image(4, 6, 1), new float[24]);
        Path file = write("strip.png", image, "{\"tile\": [3, 4], \"slices\": [{\"subject\": \"A\"}]}");
        assertTrue(assertThrows(IOException.class, () -> Slices.read(file))
                .getMessage()
                .contains("does not fit the 1 slices"));
        Files.writeString(folder.resolve("strip.json"), "{\"slices\": [{}]}");
        assertTrue(assertThrows(IOException.class, () -> Slices.read(file))
                .getMessage()
                .contains("no subject"));
        Files.writeString(folder.resolve("strip.json"), "{");
        assertTrue(assertThrows(IOException.class, () -> Slices.read(file))
                .getMessage()
                .contains("is no JSON"));
        Files.delete(folder.resolve("strip.json"));
        assertTrue(assertThrows(IOException.class, () -> Slices.read(file))
                .getMessage()
                .contains("strip.json"));
        assertThrows(IOException.class, () -> Slices.read(folder.resolve("none.png")));
        Source source = Source.of(List.of("none.png"), (seed, data) -> null);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> source.open(1, null))
                .getMessage()
                .contains("--data FOLDER"));
        assertTrue(assertThrows(IOException.class, () -> source.open(1, folder))
                .getMessage()
                .contains("none.png is missing"));
    }

    @Test
    void partsOfSubjectsDoNotOverlap() {
        Slices all = slices(20, 8);
        Slices first = all.part(0, 0.8);
        Slices last = all.part(0.8, 1);
        assertEquals(16, first.count());
        assertEquals(4, last.count());
        assertTrue(first.values().stream().noneMatch(v -> last.values().contains(v)));
    }

    @Test
    void pairsOfMriAreThoseOfTheirOperators() {
        MriPairs.Protocol protocol = new MriPairs.Protocol(4, 2, 3, 0.1, 1e-4, 2e-4);
        MriPairs pairs = new MriPairs(slices(4, 32), slices(1, 32), slices(2, 32), 24, protocol, 1);
        Supervised.Pair one = pairs.training(5);
        assertArrayEquals(one.data(), pairs.training(5).data());
        assertFalse(Arrays.equals(one.data(), pairs.training(6).data()));
        float[] clean = one.operator().apply(one.truth());
        assertTrue(Vectors.relativeDistance(one.data(), clean) < 0.02);
        assertEquals(1, one.operator().normBound(), 1e-4);
        double acceleration = ((CartesianMri) one.operator()).mask().acceleration();
        assertTrue(acceleration > 1.7 && acceleration < 3.3, "acceleration " + acceleration);
        assertEquals(2 * 32 * 32, pairs.test().get(1).truth().length);
        assertEquals(2 * 24 * 24, one.truth().length);
    }

    /** The measured points stand for all: what one coil measures of a point source at the middle sums up as if all were measured. */
    @Test
    void unbiasedDataOfMriMakeUpForWhatIsMissing() {
        MriPairs pairs = new MriPairs(
                slices(4, 32), slices(1, 32), slices(2, 32), 24, new MriPairs.Protocol(1, 3, 3, 0.1, 1e-4, 2e-4), 1);
        Supervised.Pair one = pairs.training(5);
        SamplingMask mask = ((CartesianMri) one.operator()).mask();
        float[] ones = new float[one.data().length];
        for (int i = 0; i < mask.space().points(); i++) {
            ones[2 * i] = mask.kept(i) ? 1 : 0;
        }
        float[] made = pairs.unbiased(new Supervised.Pair(ones, one.truth(), one.operator()));
        double sum = 0;
        for (float v : made) {
            sum += v;
        }
        assertEquals(mask.space().points(), sum, 1e-2);
        assertTrue(made[2 * (12 * 24 + 12)] == 1, "the centre is not changed");
    }

    @Test
    void pairsOfCtAreNoisyProjections() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(32, 32, 1), 47, 1, 12);
        Slices mu = slices(4, 32).affine(0.02, 0);
        CtPairs pairs = new CtPairs(mu, mu.of("A"::equals), mu.of("B"::equals), beam, new PoissonTransmission(1e5), 1);
        Supervised.Pair one = pairs.training(5);
        assertArrayEquals(one.data(), pairs.training(5).data());
        assertFalse(Arrays.equals(one.data(), pairs.training(9).data()));
        float[] clean = beam.projector().apply(one.truth());
        double distance = Vectors.relativeDistance(one.data(), clean);
        assertTrue(distance > 1e-3 && distance < 0.1, "relative distance " + distance);
    }

    @Test
    void recipesLearnFromTheSharedSlices() throws IOException {
        Path data = SharedData.require("data/mri_train.png").getParent();
        Slices mri = Slices.read(data.resolve("mri_train.png"));
        assertEquals(147, mri.count());
        assertTrue(mri.of(SliceRecipes::leftOut).count() >= 4);
        assertEquals(10, Slices.read(data.resolve("ct_test.npy")).count());
    }
}
