package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.file.Cfl;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.file.Npy;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectories;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.mri.sampling.UniformLines;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.raw.KSpacePlan;
import org.preimage.operators.raw.RawKSpace;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.quality.ImageQuality;

/** K-space through the command line: with a SPEC and without, on the grid and off it, and what does not fit. */
class KSpaceReconstructTest {
    private static final Space IMAGE = Space.image(64, 60, 1);
    private static final int COILS = 6;
    private static final Path SCANS = Path.of("../operators/src/test/resources/org/preimage/operators/file");

    @TempDir
    Path folder;

    private Image truth;
    private Sensitivities maps;
    private SamplingMask mask;

    @BeforeEach
    void measure() throws IOException {
        truth = SheppLogan.modified(64).render(IMAGE, 4);
        maps = new LoopCoils(COILS).uniform(IMAGE);
        mask = new UniformLines(Role.KY, 2, 20)
                .mask(IMAGE, RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1));
        Npy.write(file("maps.npy"), maps.maps());
        Npy.write(file("mask.npy"), mask.image());
        Image data = new CartesianMri(maps, mask).apply(truth.complex());
        Npy.write(file("data.npy"), data);
        Cfl.write(file("data.cfl"), data);
        Files.writeString(file("mri.json"), spec("\"coils\": \"maps.npy\", \"mask\": \"mask.npy\""));
        Files.writeString(file("espirit.json"), spec("\"coils\": \"espirit\", \"mask\": \"data\""));
        Files.writeString(file("adaptive.json"), spec("\"coils\": \"adaptive\", \"mask\": \"mask.npy\""));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static String spec(String rest) {
        return "{\"operator\": \"mri\", \"image\": {\"size\": [64, 60]}, " + rest + "}";
    }

    private Session reconstruct(String method, Object... arguments) {
        Object[] all = Arrays.copyOf(new Object[] {"reconstruct", "--method", method}, 3 + arguments.length);
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Session.run(all);
    }

    private double psnr(Session session, Path out) throws IOException {
        assertEquals("", session.err());
        assertEquals(0, session.code());
        return ImageQuality.of(truth, ImageFiles.read(out).magnitude().as(IMAGE))
                .psnr();
    }

    @ParameterizedTest
    @CsvSource({"mri.json, sense, 40", "espirit.json, sense, 30", "adaptive.json, sense, 20", "mri.json, l1-wavelet, 35"
    })
    void sensitivitiesFromAFileOrFromTheData(String spec, String method, double least) throws IOException {
        Path out = file("x.npy");
        double psnr = psnr(reconstruct(method, file(spec), "--data", file("data.npy"), "--out", out), out);
        assertTrue(psnr > least, "PSNR " + psnr);
    }

    @ParameterizedTest
    @CsvSource({"data.npy, x.npy", "data.cfl, x.cfl", "data.cfl, x.tif"})
    void rawKSpaceNeedsNoSpec(String data, String name) throws IOException {
        Path out = file(name);
        Path report = file("report");
        Session session = reconstruct("sense", "--data", file(data), "--out", out, "--report", report);
        double psnr = psnr(session, out);
        assertTrue(psnr > 30, "PSNR " + psnr);
        String page = Files.readString(report.resolve("index.html"));
        assertTrue(page.contains("sensitivities: espirit"), page);
        assertTrue(
                page.contains("&quot;coils&quot;:&quot;espirit&quot;") || page.contains("\"coils\":\"espirit\""), page);
    }

    @Test
    void zeroFillingNeedsNoCalibration() throws IOException {
        Image data = Npy.read(file("data.npy"));
        for (int c = 0; c < COILS; c++) {
            int coil = 2 * 64 * 60 * c;
            Arrays.fill(data.data(), coil + 2 * 64 * 29, coil + 2 * 64 * 31, 0);
        }
        Npy.write(file("hole.npy"), data);
        Path out = file("x.npy");
        Session session = reconstruct("zero-filled", "--data", file("hole.npy"), "--out", out);
        assertEquals(2, session.code());
        assertTrue(session.err().contains("coils \"none\" does"), session.err());
        session = reconstruct("zero-filled", "--data", file("hole.npy"), "--coils", "none", "--out", out);
        assertEquals(0, session.code(), session.err());
        assertArrayEquals(new int[] {64, 60}, Npy.read(out).space().sizes());
    }

    @Test
    void simulatesAndReconstructsAlongATrajectory() throws IOException {
        Trajectory spokes = Trajectories.golden(120, 120, 29, 1);
        Npy.write(
                file("spokes.npy"),
                new Image(
                        Space.of(new Axis(Role.X, 2), new Axis(Role.SAMPLE, 120), new Axis(Role.SHOT, 120)),
                        spokes.coordinates()));
        Npy.write(file("truth.npy"), truth);
        Files.writeString(file("known.json"), spec("\"coils\": \"maps.npy\", \"trajectory\": \"spokes.npy\""));
        Files.writeString(file("unknown.json"), spec("\"coils\": \"espirit\", \"trajectory\": \"spokes.npy\""));
        Session simulated =
                Session.run("simulate", file("known.json"), "--image", file("truth.npy"), "--out", file("radial.npy"));
        assertEquals(0, simulated.code(), simulated.err());
        assertArrayEquals(
                new NonCartesianMri(maps, spokes).apply(truth.complex()).data(),
                Npy.read(file("radial.npy")).data());
        Path out = file("x.npy");
        double sense =
                psnr(reconstruct("sense", file("unknown.json"), "--data", file("radial.npy"), "--out", out), out);
        assertTrue(sense > 20, "PSNR " + sense);
        double gridding =
                psnr(reconstruct("gridding", file("known.json"), "--data", file("radial.npy"), "--out", out), out);
        assertTrue(gridding > 18, "PSNR " + gridding);
    }

    @Test
    void noiseGoesOnlyWhereIsMeasured() throws IOException {
        Npy.write(file("truth.npy"), truth);
        Path out = file("noisy.npy");
        Session session = Session.run(
                "simulate", file("mri.json"), "--image", file("truth.npy"), "--noise", "gaussian:0.1", "--out", out);
        assertEquals(0, session.code(), session.err());
        assertArrayEquals(
                mask.toArray(),
                SamplingMask.ofData(Npy.read(out).as(new CartesianMri(maps, mask).range()))
                        .toArray());
    }

    @Test
    void aSeriesIsReconstructedFrameByFrame() throws IOException {
        Image data = Npy.read(file("data.npy"));
        int frames = 3;
        Image series = Image.zeros(data.space().with(new Axis(Role.TIME, frames)));
        for (int t = 0; t < frames; t++) {
            System.arraycopy(data.data(), 0, series.data(), t * data.data().length, data.data().length);
        }
        Npy.write(file("series.npy"), series);
        Files.writeString(file("series.json"), spec("\"frames\": 3, \"coils\": \"espirit\", \"mask\": \"data\""));
        Path out = file("x.npy");
        Session session = reconstruct("sense", file("series.json"), "--data", file("series.npy"), "--out", out);
        assertEquals(0, session.code(), session.err());
        Image found = Npy.read(out).magnitude();
        assertArrayEquals(new int[] {64, 60, 3}, found.space().sizes());
        float[] last = Arrays.copyOfRange(found.data(), 2 * IMAGE.points(), 3 * IMAGE.points());
        assertTrue(ImageQuality.of(truth, new Image(IMAGE, last)).psnr() > 28);
    }

    @Test
    void coilsAreCompressedAndMapsAreSeveral() throws IOException {
        Path out = file("x.npy");
        Session session =
                reconstruct("sense", "--data", file("data.npy"), "--virtual-coils", 4, "--maps", 2, "--out", out);
        assertEquals(0, session.code(), session.err());
        assertArrayEquals(new int[] {64, 60, 2}, Npy.read(out).space().sizes());
        Path picture = file("x.png");
        assertEquals(
                0,
                reconstruct("sense", "--data", file("data.npy"), "--maps", 2, "--out", picture)
                        .code());
        assertArrayEquals(new int[] {64, 60}, ImageFiles.read(picture).space().sizes());
    }

    /** A file of ISMRMRD's own tools: noise scan, twofold oversampling, two repetitions. */
    @Test
    void ismrmrdIsWhitenedAndCropped() throws IOException {
        Path scan = file("scan.h5");
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(SCANS.resolve("ismrmrd-noise-coordinates.h5.gz")))) {
            Files.copy(in, scan);
        }
        RawKSpace raw = RawKSpace.read(scan, KSpacePlan.DEFAULT);
        assertArrayEquals(new int[] {16, 16, 2}, raw.data().space().sizes());
        assertEquals("2, removed", raw.facts().get("oversampling"));
        assertEquals("whitened by 32 samples of noise", raw.facts().get("noise"));
        assertEquals(18.75, raw.spec().image().spacing(0), 1e-6);
        Path out = file("x.npy");
        Session session = reconstruct("sense", "--data", scan, "--series", "--out", out);
        assertEquals(0, session.code(), session.err());
        assertArrayEquals(new int[] {16, 16, 2}, Npy.read(out).space().sizes());
    }

    @Test
    void whatDoesNotFitIsRefusedInOneSentence() throws IOException {
        Image data = Npy.read(file("data.npy"));
        Npy.write(file("zero.npy"), Image.zeros(data.space()));
        Npy.write(
                file("five.npy"),
                new Image(Space.ofSizes(64, 60, 5).complex(), Arrays.copyOf(data.data(), 2 * 64 * 60 * 5)));
        Image holes = data.copy();
        for (int i = 0; i < holes.data().length; i += 2 * 64 * 2) {
            Arrays.fill(holes.data(), i, i + 2 * 64, 0);
        }
        Npy.write(file("holes.npy"), holes);
        Map<Object[], String> refusals = Map.of(
                new Object[] {file("mri.json"), "--data", file("five.npy")},
                "data have shape (5, 60, 64) complex, but the SPEC needs (6, 60, 64) complex: 6 coils x 60 ky x 64 kx",
                new Object[] {file("espirit.json"), "--data", file("zero.npy")},
                "data are all zero: there is nothing to estimate coils or a mask from",
                new Object[] {"--data", file("zero.npy")},
                file("zero.npy") + " holds k-space that is zero everywhere",
                new Object[] {file("espirit.json"), "--data", file("holes.npy")},
                "the fully sampled block around the centre of k-space is",
                new Object[] {"--data", file("data.npy"), "--coils", "adaptive", "--maps", 2},
                "--maps is 2, but only espirit makes several",
                new Object[] {"--data", file("data.npy"), "--virtual-coils", 7},
                "virtual",
                new Object[] {file("mri.json"), "--data", file("data.npy"), "--maps", 2},
                "--series, --coils, --maps and --virtual-coils go without a SPEC",
                new Object[] {"--data", file("data.npy"), "--slice", 3},
                "slice is 3");
        refusals.forEach((arguments, message) -> {
            Path out = file("x.npy");
            Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
            all[arguments.length] = "--out";
            all[arguments.length + 1] = out;
            Session session = reconstruct("sense", all);
            assertEquals(2, session.code(), message);
            assertTrue(session.err().contains(message), session.err());
            assertEquals(1, session.err().lines().count(), session.err());
            assertFalse(Files.exists(out));
        });
    }
}
