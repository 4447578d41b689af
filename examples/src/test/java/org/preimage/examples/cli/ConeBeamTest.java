package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.file.Npy;
import org.preimage.operators.file.Tiff;
import org.preimage.operators.phantom.Ellipsoid;
import org.preimage.operators.phantom.EllipsoidPhantom;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** A volume through the command line: simulated, reconstructed, written as a stack. */
class ConeBeamTest {
    private static final String SCAN = """
            {"operator": "cone-beam", "image": {"size": [32, 30, 16], "pixel": 1.0, "slice": 2.0},
             "detector": {"size": [60, 40], "spacing": [1.2, 1.8], "center": [28.5, 20]},
             "sourceToAxis": 120, "sourceToDetector": 170, "angles": {"start": 0, "stop": 360, "count": 60}}""";

    @TempDir
    Path folder;

    private Path spec;
    private Path image;
    private Path data;

    @BeforeEach
    void measure() throws IOException {
        spec = folder.resolve("cone.json");
        image = folder.resolve("image.tif");
        data = folder.resolve("data.npy");
        Files.writeString(spec, SCAN);
        Space space = Space.of(new Axis(Role.X, 32, 1), new Axis(Role.Y, 30, 1), new Axis(Role.Z, 16, 2));
        Tiff.write(image, EllipsoidPhantom.of(Ellipsoid.ball(2, 1, -2, 9, 0.05)).render(space, 4));
        assertDone(Session.run("simulate", spec, "--image", image, "--out", data));
    }

    private static void assertDone(Session session) {
        assertEquals("", session.err());
        assertEquals(0, session.code());
    }

    @Test
    void reconstructsAStack() throws IOException {
        assertArrayEquals(new int[] {60, 40, 60}, Npy.read(data).space().sizes());
        Path out = folder.resolve("x.tif");
        Path report = folder.resolve("report");
        Session session = Session.run(
                "reconstruct",
                spec,
                "--data",
                data,
                "--method",
                "fdk",
                "--set",
                "window=hann",
                "--out",
                out,
                "--report",
                report);
        assertDone(session);
        assertTrue(session.out().contains("note on views: full turn"), session.out());
        Image found = Tiff.read(out);
        assertArrayEquals(new int[] {32, 30, 16}, found.space().sizes());
        assertEquals(2, found.space().spacing(2), 1e-6);
        assertEquals(0.05, found.data()[(7 * 30 + 14) * 32 + 17], 0.002);
        assertEquals(0, found.data()[(7 * 30 + 1) * 32 + 2], 0.002);
        assertTrue(Files.readString(report.resolve("index.html")).contains("the middle one of 16 planes"));
    }

    @Test
    void checksAndApplies() throws IOException {
        for (String model : new String[] {"joseph", "strip"}) {
            Files.writeString(spec, SCAN.replace("\"angles\"", "\"model\": \"" + model + "\", \"angles\""));
            Session check = Session.run("operator", "check", spec);
            assertDone(check);
            assertTrue(check.out().contains("the adjoint is exact in float arithmetic"), check.out());
        }
        Path back = folder.resolve("back.tif");
        assertDone(Session.run("operator", "adjoint", spec, "--in", data, "--out", back));
        assertArrayEquals(new int[] {32, 30, 16}, Tiff.read(back).space().sizes());
    }

    @Test
    void iteratesOnAVolume() throws IOException {
        Path out = folder.resolve("x.npy");
        for (String method : new String[] {"cgls", "tv"}) {
            String weight = method.equals("tv") ? "weight=1e-3" : "tolerance=1e-3";
            assertDone(Session.run(
                    "reconstruct",
                    spec,
                    "--data",
                    data,
                    "--method",
                    method,
                    "--set",
                    "iterations=12",
                    "--set",
                    weight,
                    "--out",
                    out));
            Image found = Npy.read(out);
            assertArrayEquals(new int[] {32, 30, 16}, found.space().sizes());
            assertEquals(0.05, found.data()[(7 * 30 + 14) * 32 + 17], 0.015, method);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sourceToAxis\": 120, | | the SPEC lacks \"sourceToAxis\"",
                "\"sourceToAxis\": 120 | \"sourceToAxis\": 12 | the image reaches 21.9",
                "[60, 40] | [60, 0] | \"detector.size\"",
                "[32, 30, 16] | [32, 30] | image is 32 X x 30 Y, but a cone beam needs axes X, Y, Z",
                "\"angles\" | \"model\": \"cubic\", \"angles\" | model is \"cubic\", but must be one of joseph, strip",
            })
    void refusesBadSpecs(String from, String to, String message) throws IOException {
        String text = SCAN.replace(from, to == null ? "" : to);
        Files.writeString(spec, text.contains("30],") ? text.replace(", \"slice\": 2.0", "") : text);
        Path out = folder.resolve("x.npy");
        Session session = Session.run("reconstruct", spec, "--data", data, "--method", "fdk", "--out", out);
        assertEquals(2, session.code());
        assertEquals(1, session.err().lines().count(), session.err());
        assertTrue(session.err().startsWith("preimage: " + spec + ": " + message), session.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        Path out = folder.resolve("x.tif");
        Session shape = Session.run("reconstruct", spec, "--data", image, "--method", "fdk", "--out", out);
        assertEquals(
                "preimage: data have shape (16, 30, 32), but the SPEC needs (60, 40, 60): 60 angles x 40 detector rows x 60"
                        + " detectors" + System.lineSeparator(),
                shape.err());
        Session method = Session.run("reconstruct", spec, "--data", data, "--method", "fbp", "--out", out);
        assertTrue(method.err().startsWith("preimage: method fbp does not take the operator cone-beam"), method.err());
        Session picture =
                Session.run("reconstruct", spec, "--data", data, "--method", "fdk", "--out", folder.resolve("x.png"));
        assertEquals(2, picture.code());
        assertEquals(
                "preimage: cannot write " + folder.resolve("x.png")
                        + ": the result is 32 X x 30 Y x 16 Z, but a .png holds" + " one plane; write .tif or .npy"
                        + System.lineSeparator(),
                picture.err());
        assertFalse(Files.exists(out));
    }
}
