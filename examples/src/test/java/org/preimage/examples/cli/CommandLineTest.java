package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.examples.benchmark.Suite;
import org.preimage.examples.benchmark.Suites;
import org.preimage.operators.file.Npy;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;

class CommandLineTest {
    private static final String SCAN = """
            {"operator": "parallel-beam", "image": {"size": [32, 32], "pixel": 1.0},
             "detector": {"count": 47, "spacing": 1.0}, "angles": {"start": 0, "stop": 180, "count": 40}}""";

    @TempDir
    Path folder;

    private Path spec;
    private Path image;
    private Path data;

    @BeforeEach
    void measure() throws IOException {
        spec = folder.resolve("scan.json");
        image = folder.resolve("image.npy");
        data = folder.resolve("data.npy");
        Files.writeString(spec, SCAN);
        Npy.write(image, SheppLogan.modified(32).render(Space.image(32, 32, 1), 4));
        assertDone(Session.run("simulate", spec, "--image", image, "--out", data));
    }

    @AfterEach
    void forgetCtrlC() {
        Cancellation.ask(false);
    }

    private static void assertDone(Session session) {
        assertEquals("", session.err());
        assertEquals(0, session.code());
    }

    /** One line on standard error, exit code 2, and no file that was not there before. */
    private void assertRefused(String sentence, Object... args) throws IOException {
        List<Path> before = files();
        Session session = Session.run(args);
        assertEquals("preimage: " + sentence + System.lineSeparator(), session.err());
        assertEquals("", session.out());
        assertEquals(2, session.code());
        assertEquals(before, files());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    @Test
    void helpAndVersion() {
        Session help = Session.run("--help");
        assertEquals(0, help.code());
        for (String command :
                List.of("methods", "operator", "simulate", "reconstruct", "compare", "benchmark", "train", "data")) {
            assertTrue(help.out().contains("  " + command), command);
            assertEquals(0, Session.run(command, "--help").code(), command);
        }
        assertTrue(Session.run("--version").out().startsWith("preimage "));
    }

    @Test
    void usageErrorsAreOneLine() throws IOException {
        assertRefused("a command is missing; preimage --help lists them");
        assertRefused("Unmatched argument at index 0: 'paint'", "paint");
        assertRefused("Missing required option: '--truth=FILE'", "compare", image);
        assertRefused("Missing required parameter: 'SPEC'", "simulate", "--image", image, "--out", file("y.npy"));
        assertRefused("operator needs one of apply, adjoint, check", "operator");
        assertRefused("Unknown option: '--colour'", "methods", "--colour");
        assertRefused(
                "Invalid value for option '--seed': 'x' is not a long",
                "simulate",
                spec,
                "--image",
                image,
                "--out",
                file("y.npy"),
                "--seed",
                "x");
    }

    @Test
    void methodsAsTextAndJson() throws IOException {
        Session json = Session.run("methods", "--json");
        JsonNode array = new ObjectMapper().readTree(json.out());
        assertEquals(LearnedMethods.all().size(), array.size());
        for (int i = 0; i < array.size(); i++) {
            Method method = LearnedMethods.all().get(i);
            JsonNode node = array.get(i);
            assertEquals(method.name(), node.get("name").textValue());
            assertEquals(method.operators().get(0), node.get("operators").get(0).textValue());
            assertEquals(method.reference(), node.get("reference").textValue());
            assertEquals(method.parameters().size(), node.get("parameters").size());
            for (JsonNode p : node.get("parameters")) {
                assertTrue(p.hasNonNull("name")
                        && p.hasNonNull("default")
                        && p.hasNonNull("unit")
                        && p.hasNonNull("help"));
            }
            assertTrue(Session.run("methods").out().contains(method.name() + ": " + method.summary()));
        }
    }

    @Test
    void operatorAppliesItsAdjointAndChecks() throws IOException {
        assertDone(Session.run("operator", "apply", spec, "--in", image, "--out", file("y.npy")));
        assertArrayEquals(Npy.read(data).data(), Npy.read(file("y.npy")).data());
        assertArrayEquals(new int[] {47, 40}, Npy.read(file("y.npy")).space().sizes());
        assertDone(Session.run("operator", "adjoint", spec, "--in", data, "--out", file("x.npy")));
        assertArrayEquals(new int[] {32, 32}, Npy.read(file("x.npy")).space().sizes());
        Session check = Session.run("operator", "check", spec);
        assertDone(check);
        assertTrue(check.out().contains("the adjoint is exact in float arithmetic"), check.out());
    }

    @Test
    void simulateAddsNoiseByItsSeed() throws IOException {
        float[][] data = new float[3][];
        int[] seeds = {1, 1, 2};
        for (int i = 0; i < 3; i++) {
            Path out = file("y" + i + ".npy");
            assertDone(Session.run(
                    "simulate", spec, "--image", image, "--out", out, "--noise", "gaussian:0.05", "--seed", seeds[i]));
            data[i] = Npy.read(out).data();
        }
        assertArrayEquals(data[0], data[1]);
        assertNotEquals(data[0][700], data[2][700]);
        double sum = 0;
        float[] clean = Npy.read(this.data).data();
        for (int i = 0; i < clean.length; i++) {
            sum += (data[0][i] - clean[i]) * (data[0][i] - clean[i]);
        }
        assertEquals(0.05, Math.sqrt(sum / clean.length), 0.004);
    }

    @Test
    void reconstructsWritesAndReports() throws IOException {
        Path out = file("x.npy");
        Session session = Session.run(
                "reconstruct",
                spec,
                "--data",
                data,
                "--method",
                "tv",
                "--set",
                "weight=0.01",
                "--set",
                "iterations=60",
                "--out",
                out,
                "--report",
                file("report"));
        assertDone(session);
        assertTrue(session.out().startsWith("tv: "), session.out());
        assertTrue(session.out().contains("weight = 0.01"), session.out());
        JsonNode quality = new ObjectMapper()
                .readTree(
                        Session.run("compare", "--truth", image, out, "--json").out())
                .get(0);
        assertTrue(quality.get("psnr").doubleValue() > 22, quality.toString());
        assertTrue(quality.get("ssim").doubleValue() > 0.8, quality.toString());
        assertEquals(out.toString(), quality.get("file").textValue());
        String html = Files.readString(file("report").resolve("index.html"));
        assertTrue(html.contains("data:image/png;base64,") && html.contains("iterations") && html.contains("sha256"));
        assertFalse(html.contains("http://") || html.contains("https://"), "the page must need no other file");
        // A second report takes the first one's place.
        assertEquals(
                0,
                Session.run(
                                "reconstruct",
                                spec,
                                "--data",
                                data,
                                "--method",
                                "tv",
                                "--set",
                                "weight=0.02",
                                "--set",
                                "iterations=5",
                                "--out",
                                out,
                                "--report",
                                file("report"))
                        .code());
        assertTrue(Files.readString(file("report").resolve("index.html")).contains("weight=0.02"));
        for (String ending : List.of("png", "tif")) {
            assertDone(
                    Session.run("reconstruct", spec, "--data", data, "--method", "fbp", "--out", file("x." + ending)));
            assertTrue(Files.size(file("x." + ending)) > 100);
        }
    }

    @Test
    void progressOnlyWhereAskedFor() {
        Object[] args = {
            "reconstruct",
            spec,
            "--data",
            data,
            "--method",
            "tv",
            "--set",
            "weight=0.01",
            "--set",
            "iterations=30",
            "--out",
            file("x.npy"),
            "--progress"
        };
        assertTrue(Session.run(args).err().contains("30/30"));
    }

    @Test
    void ctrlCLeavesNothing() throws IOException {
        List<Path> before = files();
        Cancellation.ask(true);
        Session session = Session.run(
                "reconstruct",
                spec,
                "--data",
                data,
                "--method",
                "tv",
                "--out",
                file("x.npy"),
                "--report",
                file("report"));
        assertEquals(3, session.code());
        assertEquals("preimage: cancelled" + System.lineSeparator(), session.err());
        Session benchmark = Session.run("benchmark", "--methods", "tv", "--out", file("bench"));
        assertEquals(3, benchmark.code());
        assertEquals(before, files());
    }

    @Test
    void timeLimitsKeepTheImage() throws IOException {
        Object[] endless = {
            "reconstruct",
            spec,
            "--data",
            data,
            "--method",
            "tv",
            "--set",
            "weight=0.01",
            "--set",
            "tolerance=0",
            "--set",
            "iterations=10000000",
            "--out",
            file("x.npy"),
            "--time-limit"
        };
        assertRefused("--time-limit is 0.0, but must be positive", with(new Object[] {"0"}, endless));
        Session session = Session.run(with(new Object[] {"0.3"}, endless));
        assertDone(session);
        assertTrue(session.out().startsWith("tv: stopped at the time limit after "), session.out());
        assertTrue(Files.size(file("x.npy")) > 32 * 32 * 4);
    }

    @Test
    void picturesShowTheWay() throws IOException {
        Object[] run = {
            "reconstruct",
            spec,
            "--data",
            data,
            "--method",
            "tv",
            "--set",
            "weight=0.01",
            "--set",
            "tolerance=0",
            "--set",
            "iterations=60",
            "--out",
            file("x.npy"),
            "--pictures",
            file("way"),
            "--every"
        };
        assertRefused("--every is 0, but must be at least 1", with(new Object[] {"0"}, run));
        Session session = Session.run(with(new Object[] {"20"}, run));
        assertDone(session);
        assertTrue(session.out().contains("3 pictures in"), session.out());
        for (int k = 20; k <= 60; k += 20) {
            assertEquals(
                    32, ImageIO.read(file("way/tv-0000" + k + ".png").toFile()).getWidth());
        }
    }

    @Test
    void comparesInWords() throws IOException {
        Session same = Session.run("compare", "--truth", image, image);
        assertDone(same);
        assertTrue(same.out().contains("1.000"), same.out());
        assertTrue(
                Session.run("compare", "--truth", image, image, "--json").out().contains("\"psnr\" : null"));
        assertRefused(data + " has shape (40, 47), but the truth has (32, 32)", "compare", "--truth", image, data);
        // Of complex files magnitudes are compared, also with a real truth.
        Image real = Npy.read(image);
        Image turned = Image.zeros(real.space().complex());
        for (int i = 0; i < real.data().length; i++) {
            turned.data()[2 * i] = (float) (1.1 * 0.6 * real.data()[i]);
            turned.data()[2 * i + 1] = (float) (-1.1 * 0.8 * real.data()[i]);
        }
        Npy.write(file("turned.npy"), turned);
        JsonNode complex = new ObjectMapper()
                .readTree(Session.run("compare", "--truth", image, file("turned.npy"), "--json")
                        .out())
                .get(0);
        assertEquals(0.1, complex.get("nrmse").doubleValue(), 1e-6);
        assertRefused(
                "--peak is -1.0, but must be a number greater than 0",
                "compare",
                "--truth",
                image,
                image,
                "--peak",
                "-1");
    }

    @Test
    void refusesBadDataInOneSentence() throws IOException {
        Path none = file("none.npy");
        Object[] out = {"--method", "fbp", "--out", file("x.npy")};
        assertRefused(
                "cannot read " + none + ": there is no such file", with(out, "reconstruct", spec, "--data", none));
        assertRefused(
                "cannot read " + file("none.json") + ": there is no such file",
                with(out, "reconstruct", file("none.json"), "--data", data));
        assertRefused(
                "data have shape (32, 32), but the SPEC needs (40, 47): 40 angles x 47 detectors",
                with(out, "reconstruct", spec, "--data", image));
        Path fewer = file("fewer.npy");
        Npy.write(fewer, Image.zeros(Space.image(47, 39, 1)));
        assertRefused(
                "data have shape (39, 47), but the SPEC needs (40, 47): 40 angles x 47 detectors",
                with(out, "reconstruct", spec, "--data", fewer));
        Image nan = Npy.read(data);
        nan.data()[3] = Float.NaN;
        Path broken = file("nan.npy");
        Npy.write(broken, nan);
        assertRefused(
                "data holds 1 NaN or infinite value (the first at index 3), but must be finite",
                with(out, "reconstruct", spec, "--data", broken));
        assertRefused("the SPEC is missing: only raw scans can do without", with(out, "reconstruct", "--data", data));
        assertRefused(
                "--row and --center are for raw scans, but the data are in " + data,
                with(out, "reconstruct", spec, "--data", data, "--row", "0"));
    }

    private static Object[] with(Object[] tail, Object... head) {
        return Stream.concat(Stream.of(head), Stream.of(tail)).toArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"count\": 47 | \"count\": -47 | \"detector.count\" is -47, but must be a whole number of at least 1",
                "\"detector\" | \"detectors\" | the SPEC lacks \"detector\"",
                "\"pixel\" | \"noise\": 1, \"pixel\" | unknown key \"image.noise\" in the SPEC; known here: \"size\", \"pixel\"",
                "parallel-beam | helical-beam | operator \"helical-beam\" is not available; there are parallel-beam, fan-beam, cone-beam, identity, mask, mri, blur, downsample, compressed-sensing, phase-retrieval",
            })
    void refusesBadSpecs(String from, String to, String message) throws IOException {
        Files.writeString(spec, SCAN.replace(from, to));
        assertRefused(
                spec + ": " + message, "reconstruct", spec, "--data", data, "--method", "fbp", "--out", file("x.npy"));
    }

    @Test
    void refusesBadMethodsAndParameters() throws IOException {
        Object[] start = {"reconstruct", spec, "--data", data, "--out", file("x.npy"), "--method"};
        String names = String.join(
                ", ", LearnedMethods.all().stream().map(Method::name).toList());
        assertRefused("method \"magic\" is unknown; the methods are " + names, with(new Object[] {"magic"}, start));
        Session unknown = Session.run(with(new Object[] {"fbp", "--set", "colour=red"}, start));
        assertEquals(2, unknown.code());
        assertTrue(
                unknown.err().startsWith("preimage: method fbp has no parameter \"colour\"; it has window"),
                unknown.err());
        assertRefused(
                "parameter iterations is \"0\", but must be a whole number from 1 to 10000000",
                with(new Object[] {"tv", "--set", "iterations=0"}, start));
        Files.writeString(spec, "{\"operator\": \"identity\", \"image\": {\"size\": [47, 40]}}");
        assertRefused(
                "method fbp does not take the operator identity, but only parallel-beam, fan-beam",
                with(new Object[] {"fbp"}, start));
    }

    @Test
    void refusesOutputsItCannotWrite() throws IOException {
        Object[] start = {"reconstruct", spec, "--data", data, "--method", "fbp", "--out"};
        Path lost = file("no").resolve("x.npy");
        assertRefused(
                "cannot write " + lost + ": the folder " + file("no") + " does not exist",
                with(new Object[] {lost}, start));
        assertRefused(
                "cannot write " + file("x.jpg") + ": its name must end in .npy, .cfl, .tif, .tiff, .png",
                with(new Object[] {file("x.jpg")}, start));
        Files.createDirectory(file("dir.npy"));
        assertRefused(
                "cannot write " + file("dir.npy") + ": it is a folder", with(new Object[] {file("dir.npy")}, start));
        assertRefused(
                "cannot write the report to " + folder + ": the folder is not empty and holds no earlier report",
                with(new Object[] {file("x.npy"), "--report", folder}, start));
        assertRefused(
                "cannot write the report to " + image + ": it exists and is not a folder", "benchmark", "--out", image);
    }

    @Test
    void refusesBadBenchmarksAndNoise() throws IOException {
        assertRefused(
                "suite \"gold\" is unknown; the suites are "
                        + String.join(
                                ", ", Suites.all().stream().map(Suite::name).toList()),
                "benchmark",
                "--suite",
                "gold");
        Session task = Session.run("benchmark", "--tasks", "gold", "--out", file("b"));
        assertEquals(2, task.code());
        assertTrue(
                task.err().startsWith("preimage: task \"gold\" is unknown; the tasks are shepp-logan-30,"), task.err());
        assertRefused(
                "suite foundation has images of its own, so their number cannot be 3", "benchmark", "--images", "3");
        Session noise =
                Session.run("simulate", spec, "--image", image, "--out", file("y.npy"), "--noise", "gaussian:-1");
        assertEquals(2, noise.code());
        assertEquals(1, noise.err().lines().count());
        assertFalse(Files.exists(file("y.npy")));
    }

    @Test
    void saysWhatAnArrayHolds() throws IOException {
        Session session = Session.run("data", image);
        assertDone(session);
        assertTrue(session.out().contains("array of shape (32, 32), real"), session.out());
        assertTrue(session.out().contains(" to 0.9375"), session.out());
        assertRefused(
                image + " says nothing about a geometry: --spec is for scans that state one", "data", image, "--spec");
        assertRefused("data needs a FILE, or get NAME", "data");
        assertRefused("cannot read " + file("no.npy") + ": there is no such file", "data", file("no.npy"));
    }
}
