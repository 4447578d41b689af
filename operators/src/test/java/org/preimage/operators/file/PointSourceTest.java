package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;

class PointSourceTest {
    /** Frames of which nothing is read. */
    private record Unread(int rows, int cells, int count) implements Frames {
        @Override
        public String type() {
            return "none";
        }

        @Override
        public void read(int first, int n, float[] out) {
            throw new IllegalStateException("read");
        }
    }

    private static ScanFile scan(Detector panel, int views) throws IOException {
        FramesScan frames = FramesScan.of(
                Path.of("scan"), "a test", ScanFile.Quantity.COUNTS, new Unread(panel.rows(), panel.cells(), views));
        return new PointSource(100, 400, panel, Beam.uniformAngles(0, 360, views)).complete(frames);
    }

    @Test
    void aPanelIsAConeBeamAndALineAFan() throws IOException {
        Detector panel = new Detector(200, 0.2, 98, 150, 0.3, 70);
        ScanFile cone = scan(panel, 90);
        assertTrue(cone.beam().orElseThrow() instanceof ConeBeam);
        assertEquals(panel, cone.panel().orElseThrow());
        ScanFile fan = scan(Detector.line(200, 0.2, 98), 90);
        assertTrue(fan.beam().orElseThrow() instanceof FanBeam);
        assertTrue(fan.panel().isEmpty());
    }

    @Test
    void aPanelThatIsTooLargeForOneArrayIsStillKnown() throws IOException {
        Detector panel = new Detector(2000, 0.02, 998.5, 2000, 0.02, 1000);
        ScanFile large = scan(panel, 1500);
        FanBeam middle = (FanBeam) large.beam().orElseThrow();
        assertEquals(998.5, middle.center());
        assertEquals(panel, large.panel().orElseThrow());
        assertTrue(large.facts().get("geometry").startsWith("of the middle row"));
    }
}
