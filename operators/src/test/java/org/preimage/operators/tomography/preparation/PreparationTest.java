package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ParallelBeam;

class PreparationTest {
    private static final int CELLS = 90;
    private static final int ROWS = 40;
    private static final int VIEWS = 60;

    /** A scan in memory. */
    private record Memory(Image counts, Image flats, Image darks, Quantity quantity) implements ScanFile {
        @Override
        public String format() {
            return "memory";
        }

        @Override
        public int cells() {
            return CELLS;
        }

        @Override
        public int rows() {
            return ROWS;
        }

        @Override
        public int views() {
            return VIEWS;
        }

        @Override
        public Optional<double[]> angles() {
            return Optional.empty();
        }

        @Override
        public Optional<Beam> beam() {
            return Optional.empty();
        }

        @Override
        public Image projections(int first, int count) {
            return part(counts, Role.ANGLE, first, count);
        }

        @Override
        public Optional<Image> flats(int first, int count) {
            return Optional.ofNullable(flats).map(f -> part(f, Role.TIME, first, count));
        }

        @Override
        public Optional<Image> darks(int first, int count) {
            return Optional.ofNullable(darks).map(f -> part(f, Role.TIME, first, count));
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }

        @Override
        public void close() {}

        private static Image part(Image all, Role slow, int first, int count) {
            Image rows = Layout.rows(all, first, count);
            return rows.as(Space.of(
                    new Axis(Role.DETECTOR, CELLS),
                    new Axis(Role.DETECTOR_ROW, count),
                    new Axis(slow, rows.space().size(2))));
        }
    }

    private static Image frames(int n) {
        return Image.zeros(
                Space.of(new Axis(Role.DETECTOR, CELLS), new Axis(Role.DETECTOR_ROW, ROWS), new Axis(Role.ANGLE, n)));
    }

    private final Image counts = frames(VIEWS);
    private final Image flats = frames(8);
    private final Image darks = frames(2);
    private final Memory scan;

    PreparationTest() {
        ParallelBeam beam = Scans.beam(64, CELLS, 43.5, 0, 180, VIEWS);
        float[] p = Scans.object(35, 1).sinogram(beam).data();
        RandomGenerator random = Scans.random(9);
        Arrays.fill(darks.data(), 50);
        for (int i = 0; i < flats.data().length; i++) {
            flats.data()[i] = 2050 + (float) (40 * random.nextGaussian());
        }
        for (int i = 0; i < counts.data().length; i++) {
            int cell = i % CELLS;
            int row = i / CELLS % ROWS;
            int view = i / CELLS / ROWS;
            double gain = 1 + 0.02 * Math.sin(cell * 1.7 + row);
            double clean = 50 + 2000 * gain * Math.exp(-0.03 * (1 + 0.01 * row) * p[view * CELLS + cell]);
            counts.data()[i] = (float) (clean + 10 * random.nextGaussian() + (i % 4999 == 0 ? 3000 : 0));
        }
        scan = new Memory(counts, flats, darks, ScanFile.Quantity.COUNTS);
    }

    private final Preparation all = Preparation.DEFAULT
            .withDetector(new DetectorCorrection(FlatField.Average.INTERPOLATED, 1e-3, DetectorCorrection.ESTIMATED, 8))
            .withAir(new AirNormalisation(4))
            .withZingers(Zingers.DEFAULT)
            .withStripes(new SortingStripeFilter(9), new WaveletFourierStripeFilter(2, 4, 0.5))
            .withHardening(BeamHardening.of(1, 0.05));

    @Test
    void blocksGiveWhatTheWholeGives() throws IOException {
        Prepared whole = all.block(scan, 0, ROWS);
        Repairs sum = Repairs.NONE;
        for (int first = 0; first < ROWS; first += 15) {
            int count = Math.min(15, ROWS - first);
            Prepared block = all.block(scan, first, count);
            assertArrayEquals(
                    Layout.rows(whole.lineIntegrals(), first, count).data(),
                    block.lineIntegrals().data(),
                    0);
            sum = sum.plus(block.repairs());
        }
        assertEquals(whole.repairs(), sum);
        assertTrue(sum.zingers() > 10, sum.toString());
        assertEquals(5, all.facts(sum).size());
    }

    @Test
    void phaseRetrievalReadsItsHalo() throws IOException {
        Preparation phase = Preparation.DEFAULT.withPhase(new Paganin(20, 20, 0.01, 200));
        assertTrue(phase.halo() > 2 && phase.halo() < 15, "halo " + phase.halo());
        Prepared whole = phase.block(scan, 0, ROWS);
        Prepared block = phase.block(scan, 17, 3);
        assertArrayEquals(
                Layout.rows(whole.lineIntegrals(), 17, 3).data(),
                block.lineIntegrals().data(),
                1e-3f);
        assertEquals(3, block.lineIntegrals().space().size(1));
    }

    @Test
    void lineIntegralsSkipTheDetector() throws IOException {
        Memory integrals = new Memory(counts, null, null, ScanFile.Quantity.LINE_INTEGRALS);
        assertArrayEquals(
                counts.data(),
                Preparation.DEFAULT.block(integrals, 0, ROWS).lineIntegrals().data(),
                0);
        assertEquals(Map.of(), Preparation.DEFAULT.laterFacts(Repairs.NONE));
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Memory noFlats = new Memory(counts, null, darks, ScanFile.Quantity.COUNTS);
        assertTrue(assertThrows(IOException.class, () -> all.block(noFlats, 0, 1))
                .getMessage()
                .contains("no flats"));
        Memory noDarks = new Memory(counts, flats, null, ScanFile.Quantity.COUNTS);
        assertEquals(
                ROWS,
                Preparation.DEFAULT
                        .block(noDarks, 0, ROWS)
                        .lineIntegrals()
                        .space()
                        .size(1));
        assertThrows(IllegalArgumentException.class, () -> all.block(scan, 39, 2));
        assertThrows(IllegalArgumentException.class, () -> all.block(scan, -1, 2));
    }
}
