package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.plugins.Planes;

class GeometryTest {
    private static final int CELLS = 2000;
    private static final int VIEWS = 1500;

    /** A scan of 6e9 values: its file tells the fan beam of the middle row, and the panel. */
    private record Large(Detector all) implements ScanFile {
        @Override
        public String format() {
            return "a test";
        }

        @Override
        public Quantity quantity() {
            return Quantity.COUNTS;
        }

        @Override
        public int cells() {
            return CELLS;
        }

        @Override
        public int rows() {
            return all.rows();
        }

        @Override
        public int views() {
            return VIEWS;
        }

        @Override
        public Optional<double[]> angles() {
            return beam().map(Beam::angles);
        }

        @Override
        public Optional<Beam> beam() {
            return Optional.of(new FanBeam(
                    Space.image(CELLS, CELLS, 0.01),
                    Detector.line(CELLS, 0.04, 998.5),
                    FanBeam.Shape.FLAT,
                    100,
                    400,
                    Beam.uniformAngles(0, 360, VIEWS)));
        }

        @Override
        public Optional<Detector> panel() {
            return Optional.of(all);
        }

        @Override
        public Image projections(int first, int count) {
            throw new IllegalStateException("read");
        }

        @Override
        public Optional<Image> flats(int first, int count) {
            return Optional.empty();
        }

        @Override
        public Optional<Image> darks(int first, int count) {
            return Optional.empty();
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void aScanLargerThanOneArrayKeepsItsPanel() {
        Detector panel = new Detector(CELLS, 0.04, 998.5, 2000, 0.05, 1001.25);
        Geometry geometry = Geometry.of(new Large(panel), new LinkedHashMap<>());
        ImagePlus image = new ImagePlus("large", new FloatProcessor(4, 4));
        geometry.attach(image);
        Geometry read = Geometry.in(new Planes("Scan", image)).orElseThrow();
        assertEquals(panel, read.panel());
        ConeBeam beam = (ConeBeam) read.beam();
        assertEquals(100, beam.sourceToAxis());
        assertEquals(400, beam.sourceToDetector());
        assertEquals(0.01, beam.image().spacing(0), 1e-12);
        assertEquals(0.0125, beam.image().spacing(2), 1e-12);
        assertEquals(VIEWS, beam.views());
        assertTrue(read.millimetres() && read.axis() && read.angles());
        assertEquals(0.05, image.getCalibration().pixelDepth);
    }
}
