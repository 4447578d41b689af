package org.preimage.operators.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.DotTest;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.ParallelBeam;

class OperatorSpecTest {
    private static final String SCAN = """
            {"operator": "parallel-beam", "image": {"size": [20, 16], "pixel": 0.5},
             "detector": {"count": 31, "spacing": 0.75, "center": 14.25},
             "angles": {"start": 0, "stop": 180, "count": 12}}""";

    @TempDir
    Path folder;

    private OperatorSpec parse(String json) throws IOException {
        return OperatorSpec.parse(json, folder);
    }

    private String refusal(String json) {
        return assertThrows(IllegalArgumentException.class, () -> parse(json)).getMessage();
    }

    @Test
    void masksDrawnAtRandomRepeat() throws IOException {
        String json =
                "{\"operator\": \"mask\", \"image\": {\"size\": [40, 30]}, \"mask\": {\"kept\": 0.3, \"seed\": 2}}";
        OperatorSpec spec = parse(json);
        float[] ones = new float[1200];
        Arrays.fill(ones, 1);
        float[] kept = spec.operator().apply(ones);
        double share = 0;
        for (float v : kept) {
            share += v / kept.length;
        }
        assertEquals(0.3, share, 0.06);
        assertArrayEquals(kept, parse(spec.text()).operator().apply(ones));
        assertTrue(!Arrays.equals(
                kept,
                parse(json.replace("\"seed\": 2", "\"seed\": 3")).operator().apply(ones)));
        assertEquals("\"mask.kept\" is 0.0, but must be above 0 and at most 1", refusal(json.replace("0.3", "0")));
        assertTrue(refusal(json.replace("seed", "sead")).contains("unknown key \"mask.sead\""));
    }

    @Test
    void readsAParallelBeam() throws IOException {
        OperatorSpec spec = parse(SCAN);
        Beam g = assertInstanceOf(BeamSpec.class, spec).beam();
        assertEquals("parallel-beam", spec.name());
        assertArrayEquals(new int[] {20, 16}, spec.domain().sizes());
        assertEquals(0.5, spec.domain().spacing(1));
        assertArrayEquals(new int[] {31, 12}, spec.range().sizes());
        assertEquals(0.75, g.spacing());
        assertEquals(14.25, g.center());
        assertArrayEquals(ParallelBeam.uniformAngles(0, 180, 12), g.angles());
        assertTrue(DotTest.of(
                        spec.linear("the test"),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1))
                .passed());
    }

    @Test
    void describesFansConesAndStacksAlike() throws IOException {
        String fan =
                "{\"operator\": \"fan-beam\", \"image\": {\"size\": [20, 16], \"pixel\": 0.5}, \"detector\": {\"count\": 31,"
                        + " \"spacing\": 0.75, \"shape\": \"curved\"}, \"sourceToAxis\": 40, \"sourceToDetector\": 70, \"angles\":"
                        + " {\"list\": [0, 1, 5]}, \"model\": \"strip\"}";
        BeamSpec read = (BeamSpec) parse(fan);
        FanBeam beam = assertInstanceOf(FanBeam.class, read.beam());
        assertEquals(FanBeam.Shape.CURVED, beam.shape());
        assertEquals(Model.STRIP, read.model());
        assertEquals(0.75 * 40 / 70, beam.resolution());
        assertEquals(read.text(), parse(read.text()).text());
        String cone = "{\"operator\": \"cone-beam\", \"image\": {\"size\": [20, 16, 10], \"pixel\": 0.5, \"slice\": 1},"
                + " \"detector\": {\"size\": [31, 12], \"spacing\": [0.75, 0.5], \"center\": [15, 2.5]}, \"sourceToAxis\": 40, \"sourceToDetector\": 70, \"angles\": {\"start\": 0, \"stop\": 360, \"count\": 7}}";
        OperatorSpec volume = parse(cone);
        assertArrayEquals(new int[] {31, 12, 7}, volume.range().sizes());
        assertEquals(1, volume.domain().spacing(2));
        assertEquals(volume.text(), parse(volume.text()).text());
        OperatorSpec stack = parse(SCAN.replace("[20, 16]", "[20, 16, 3]"));
        assertArrayEquals(new int[] {31, 3, 12}, stack.range().sizes());
        assertEquals(stack.text(), parse(stack.text()).text());
        assertEquals("the SPEC lacks \"sourceToAxis\"", refusal(fan.replace("sourceToAxis", "sourceToOrigin")));
        assertEquals("shape is \"round\", but must be flat or curved", refusal(fan.replace("curved", "round")));
        assertEquals(
                "the source is 70.0 mm from the detector and 90.0 mm from the axis, but the axis must lie between them",
                refusal(fan.replace("sourceToAxis\": 40", "sourceToAxis\": 90")));
        assertEquals(
                "the image reaches 6.4031242374328485 mm from the axis, but the source is 6.0 mm from it and must be outside"
                        + " the image",
                refusal(fan.replace("sourceToAxis\": 40", "sourceToAxis\": 6")));
    }

    @Test
    void centerIsTheMiddleUnlessGiven() throws IOException {
        OperatorSpec spec = parse(SCAN.replace(", \"center\": 14.25", ""));
        assertEquals(15, ((BeamSpec) spec).beam().center());
    }

    @Test
    void writesItselfBack() throws IOException {
        assertEquals(parse(SCAN).text(), parse(parse(SCAN).text()).text());
        assertTrue(parse(SCAN).text().contains("\"angles\":{\"start\":0.0,\"stop\":180.0,\"count\":12}"));
        String list = parse(SCAN.replace("{\"start\": 0, \"stop\": 180, \"count\": 12}", "{\"list\": [0, 5, 11.5]}"))
                .text();
        assertTrue(list.contains("\"angles\":{\"list\":[0.0,5.0,11.5]}"), list);
        assertEquals(list, parse(list).text());
    }

    @Test
    void readsIdentityAndMask() throws IOException {
        float[] values = {0, 1, 0, 2, 0, 3};
        Npy.write(folder.resolve("m.npy"), new Image(Space.image(3, 2, 1), values));
        OperatorSpec mask = parse("{\"operator\": \"mask\", \"image\": {\"size\": [3, 2]}, \"mask\": \"m.npy\"}");
        assertArrayEquals(new float[] {0, 1, 0, 1, 0, 1}, mask.operator().apply(new float[] {1, 1, 1, 1, 1, 1}));
        assertEquals(mask.text(), parse(mask.text()).text());
        OperatorSpec identity = parse("{\"operator\": \"identity\", \"image\": {\"size\": [3, 2]}}");
        assertArrayEquals(values, identity.operator().apply(values));
        assertEquals(identity.text(), parse(identity.text()).text());
    }

    @Test
    void fileNamesAreRelativeToTheSpec() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Npy.write(inner.resolve("m.npy"), new Image(Space.image(2, 1, 1), new float[] {1, 0}));
        Path file = inner.resolve("spec.json");
        Files.writeString(file, "{\"operator\": \"mask\", \"image\": {\"size\": [2, 1]}, \"mask\": \"m.npy\"}");
        assertEquals(2, OperatorSpec.read(file).range().length());
        Files.writeString(file, "{\"operator\": \"mask\", \"image\": {\"size\": [2, 3]}, \"mask\": \"m.npy\"}");
        assertEquals(
                file + ": the mask has shape (1, 2), but the SPEC needs (3, 2): 3 rows x 2 columns",
                assertThrows(IllegalArgumentException.class, () -> OperatorSpec.read(file))
                        .getMessage());
        Path missing = folder.resolve("none.json");
        assertEquals(
                "cannot read " + missing + ": there is no such file",
                assertThrows(IOException.class, () -> OperatorSpec.read(missing))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"detector\": | \"detectors\": | the SPEC lacks \"detector\"",
                "\"pixel\": | \"pixels\": | \"image\" lacks \"pixel\"",
                "\"spacing\": | \"width\": 3, \"spacing\": | unknown key \"detector.width\" in the SPEC; known here: "
                        + "\"count\", \"spacing\", \"center\"",
                "\"angles\": | \"noise\": 3, \"angles\": | unknown key \"noise\" in the SPEC; known here: \"operator\", "
                        + "\"image\", \"detector\", \"angles\", \"model\"",
                "[20, 16] | [20, -16] | \"image.size\" is [20,-16], but must be a list of 2 whole numbers of at least 1",
                "[20, 16] | [20, 16, 4, 2] | \"image.size\" is [20,16,4,2], but must be a list of 2 whole numbers of at least 1",
                "[20, 16] | 20 | \"image.size\" is 20, but must be a list of 2 whole numbers of at least 1",
                "0.5 | [0.5, 0.25] | \"image.pixel\" is [0.5,0.25], but must be a number",
                "0.5 | -0.5 | \"image.pixel\" is -0.5, but must be a number greater than 0",
                "0.75 | 0 | \"detector.spacing\" is 0, but must be a number greater than 0",
                "31 | -31 | \"detector.count\" is -31, but must be a whole number of at least 1",
                "31 | 31.5 | \"detector.count\" is 31.5, but must be a whole number of at least 1",
                "14.25 | \"middle\" | \"detector.center\" is \"middle\", but must be a number",
                "\"stop\": 180 | \"stop\": 0 | \"angles\" start and stop at 0.0 degrees, but 12 angles must differ",
                "\"start\": 0 | \"list\": [] | \"angles.list\" is [], but must be a list of numbers",
                "\"start\": 0 | \"list\": [1] | unknown key \"angles.stop\" in the SPEC; known here: \"list\"",
                "parallel-beam | helical-beam | operator \"helical-beam\" is not available; there are parallel-beam, fan-beam, cone-beam, identity, mask, mri, blur, downsample, compressed-sensing, phase-retrieval",
                "\"pixel\" | \"size\": [1, 1], \"pixel\" | the SPEC is not valid JSON in line 1, column 65: Duplicate field "
                        + "'size'",
            })
    void refusesInOneSentence(String from, String to, String message) {
        assertEquals(message, refusal(SCAN.replace(from, to)));
    }

    @Test
    void refusesWhatIsNoObject() {
        assertEquals("the SPEC must be one JSON object, as {\"operator\": ...}", refusal("[1]"));
        assertEquals("the SPEC must be one JSON object, as {\"operator\": ...}", refusal(""));
        assertTrue(refusal("{\"operator\" \"mask\"}").startsWith("the SPEC is not valid JSON in line 1, column "));
        assertTrue(refusal(SCAN + "}").startsWith("the SPEC is not valid JSON in line 3, column "));
    }

    @Test
    void refusesDataThatDoNotFit() throws IOException {
        OperatorSpec spec = parse(SCAN);
        assertEquals(
                "data have shape (11, 31), but the SPEC needs (12, 31): 12 angles x 31 detectors",
                assertThrows(IllegalArgumentException.class, () -> spec.data(Image.zeros(Space.image(31, 11, 1))))
                        .getMessage());
        assertEquals(
                "the image has shape (20, 20) complex, but the SPEC needs (16, 20) real: 16 rows x 20 columns",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> spec.image(
                                        Image.zeros(Space.image(20, 20, 1).complex())))
                        .getMessage());
        Image nan = Image.zeros(Space.image(31, 12, 1));
        nan.data()[5] = Float.NaN;
        assertEquals(
                "data holds 1 NaN or infinite value (the first at index 5), but must be finite",
                assertThrows(IllegalArgumentException.class, () -> spec.data(nan))
                        .getMessage());
        assertEquals(
                0.75, spec.data(Image.zeros(Space.image(31, 12, 1))).space().spacing(0));
    }
}
