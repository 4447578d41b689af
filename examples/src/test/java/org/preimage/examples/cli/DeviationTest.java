package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.file.Npy;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.ParallelBeam;

/** Standard deviations from the command line. */
class DeviationTest {
    @TempDir
    Path folder;

    private Path spec;
    private Path data;

    @BeforeEach
    void measure() throws IOException {
        Space space = Space.image(16, 16, 1);
        ParallelBeam beam = ParallelBeam.halfTurn(space, ParallelBeam.coveringDetectors(space, 1), 1, 8);
        spec = folder.resolve("scan.json");
        Files.writeString(spec, new BeamSpec(beam).text());
        data = folder.resolve("data.npy");
        Npy.write(data, SheppLogan.modified(16).sinogram(beam));
    }

    private Session reconstruct(String method, Object... more) {
        Object[] all = new Object[9 + more.length];
        Object[] first = {
            "reconstruct", spec, "--data", data, "--method", method, "--out", folder.resolve("x.npy"), "--deviation"
        };
        System.arraycopy(first, 0, all, 0, 9);
        System.arraycopy(more, 0, all, 9, more.length);
        return Session.run(all);
    }

    @Test
    void writesImageAndDeviation() throws IOException {
        Path deviation = folder.resolve("sd.npy");
        Session session = reconstruct(
                "deep-image-prior-laplace",
                deviation,
                "--set",
                "iterations=100",
                "--set",
                "channels=4",
                "--set",
                "rate=0.01");
        assertEquals(0, session.code(), session.err());
        assertTrue(session.out().contains("note on variances: noise of standard deviation"), session.out());
        Image sd = Npy.read(deviation);
        assertEquals(256, sd.data().length);
        for (float v : sd.data()) {
            assertTrue(v >= 0 && Float.isFinite(v));
        }
        assertTrue(Files.exists(folder.resolve("x.npy")));
    }

    @Test
    void refusesMethodsThatKnowNone() {
        Session session = reconstruct("fbp", folder.resolve("sd.npy"));
        assertEquals(2, session.code());
        assertEquals(
                "preimage: method fbp knows no standard deviation, which --deviation asks for" + System.lineSeparator(),
                session.err());
        assertFalse(Files.exists(folder.resolve("x.npy")));
    }
}
