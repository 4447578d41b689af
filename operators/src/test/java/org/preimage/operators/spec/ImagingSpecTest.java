package org.preimage.operators.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.DerivativeTest;
import org.preimage.operators.DotTest;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** SPEC of blur, low resolution, compressed sensing and phase retrieval. */
class ImagingSpecTest {
    @TempDir
    Path folder;

    private OperatorSpec parse(String json) throws IOException {
        return OperatorSpec.parse(json.replace('\'', '"'), folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'operator': 'blur', 'image': {'size': [12, 9]}, 'psf': 'psf.npy', 'boundary': 'periodic'}",
                "{'operator': 'blur', 'image': {'size': [12, 9]}, 'psf': {'model': 'gaussian', 'sigma': 1.5}}",
                "{'operator': 'blur', 'image': {'size': [6, 5, 7], 'pixel': 0.1, 'slice': 0.3}, 'psf': {'model': 'gaussian',"
                        + " 'sigmaMm': [0.1, 0.1, 0.3]}, 'boundary': 'zero'}",
                "{'operator': 'blur', 'image': {'size': [12, 9]}, 'psf': {'model': 'uniform', 'size': [3, 4]}}",
                "{'operator': 'blur', 'image': {'size': [12, 9]}, 'psf': {'model': 'disc', 'radius': 2.5}}",
                "{'operator': 'blur', 'image': {'size': [12, 9]}, 'psf': {'model': 'motion', 'length': 5, 'angle': 45}}",
                "{'operator': 'blur', 'image': {'size': [8, 8, 6], 'pixel': 0.0001, 'slice': 0.0003}, 'psf': {'model':"
                        + " 'born-wolf', 'aperture': 1.2, 'wavelength': 0.00052, 'index': 1.33, 'size': [7, 7, 5]}}",
                "{'operator': 'blur', 'image': {'size': [8, 8, 6], 'pixel': 0.0001}, 'psf': {'model': 'gibson-lanni',"
                        + " 'aperture': 1.4, 'wavelength': 0.00061, 'depth': 0.001, 'sampleIndex': 1.36}}",
                "{'operator': 'blur', 'image': {'size': [12, 9]}, 'psf': {'model': 'measured', 'file': 'psf.npy',"
                        + " 'background': 0.5, 'centre': 'centroid', 'size': [5, 5]}}",
                "{'operator': 'downsample', 'image': {'size': [12, 8]}, 'factor': 4}",
                "{'operator': 'downsample', 'image': {'size': [12, 8]}, 'factor': [3, 2], 'kernel': 'bicubic', 'boundary':"
                        + " 'periodic'}",
                "{'operator': 'downsample', 'image': {'size': [12, 8, 6]}, 'factor': 2, 'kernel': 'gaussian'}",
                "{'operator': 'downsample', 'image': {'size': [12, 8]}, 'factor': 2, 'psf': 'psf.npy', 'boundary': 'periodic'}",
                "{'operator': 'compressed-sensing', 'image': {'size': [6, 5]}, 'matrix': 'gaussian', 'measurements': 10,"
                        + " 'seed': 1}",
                "{'operator': 'compressed-sensing', 'image': {'size': [6, 5]}, 'matrix': 'bernoulli', 'measurements': 10}",
                "{'operator': 'compressed-sensing', 'image': {'size': [6, 5, 2]}, 'matrix': 'hadamard', 'measurements': 10}",
                "{'operator': 'compressed-sensing', 'image': {'size': [6, 5]}, 'matrix': 'dct', 'measurements': 30}",
                "{'operator': 'identity', 'image': {'size': [3, 2, 4]}}",
            })
    void linearOperatorsPassTheDotTestAndWriteThemselvesBack(String json) throws IOException {
        Npy.write(folder.resolve("psf.npy"), new Image(Space.image(3, 2, 1), new float[] {1, 2, 3, 4, 5, 6}));
        OperatorSpec spec = parse(json);
        LinearOperator a = spec.linear("the test");
        DotTest test =
                DotTest.of(a, RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1));
        assertTrue(test.passed(), test.message());
        assertTrue(spec.domain().sameShape(a.domain()));
        assertTrue(spec.range().sameShape(a.range()));
        OperatorSpec again = parse(spec.text());
        assertEquals(spec.text(), again.text());
        float[] x = a.domain().zeros();
        x[x.length / 2] = 1;
        assertArrayEquals(a.apply(x), again.operator().apply(x));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'operator': 'phase-retrieval', 'image': {'size': [6, 5]}, 'patterns': 3, 'seed': 2}",
                "{'operator': 'phase-retrieval', 'image': {'size': [6, 5]}, 'oversampling': 2, 'measured': 'magnitude'}",
                "{'operator': 'phase-retrieval', 'image': {'size': [4, 5, 3]}, 'patterns': 2, 'field': 'real'}",
            })
    void phaseRetrievalIsNotLinearAndSaysSo(String json) throws IOException {
        OperatorSpec spec = parse(json);
        DerivativeTest test = DerivativeTest.of(
                spec.operator(), RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1));
        assertTrue(test.passed(), test.message());
        assertTrue(spec.range().sameShape(spec.operator().range()));
        assertEquals(spec.text(), parse(spec.text()).text());
        assertEquals(
                "the adjoint needs a linear operator, but phase-retrieval is not linear",
                assertThrows(IllegalArgumentException.class, () -> spec.linear("the adjoint"))
                        .getMessage());
    }

    @Test
    void filesOfPointSpreadFunctionsAreTakenAsTheyAre() throws IOException {
        float[] values = {1, 2, 3, 4, 5, 6};
        Npy.write(folder.resolve("psf.npy"), new Image(Space.image(3, 2, 1), values));
        OperatorSpec spec =
                parse("{'operator': 'blur', 'image': {'size': [9, 9]}, 'psf': 'psf.npy', 'boundary': 'periodic'}");
        float[] x = new float[81];
        x[4 * 9 + 4] = 1;
        float[] y = spec.operator().apply(x);
        // The origin of 3 x 2 values is column 1 of row 1.
        for (int i = 0; i < 6; i++) {
            assertEquals(values[i], y[(3 + i / 3) * 9 + 3 + i % 3], 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'operator': 'blur', 'image': {'size': [9, 9]}} | the SPEC lacks \"psf\"",
                "{'operator': 'blur', 'image': {'size': [9, 9]}, 'psf': {'model': 'lorentz'}} | \"psf.model\" is \"lorentz\","
                        + " but must be one of gaussian, uniform, disc, motion, born-wolf, gibson-lanni, measured",
                "{'operator': 'blur', 'image': {'size': [9, 9]}, 'psf': {'model': 'gaussian', 'sigma': 1, 'size': 5}} |"
                        + " unknown key \"psf.size\" in the SPEC; known here: \"model\", \"sigmaMm\", \"sigma\"",
                "{'operator': 'blur', 'image': {'size': [9, 9]}, 'psf': {'model': 'gaussian', 'sigma': [1, 1, 1]}} | there"
                        + " are 3 values of sigma, but the image has 2 axes",
                "{'operator': 'blur', 'image': {'size': [9, 9]}, 'psf': {'model': 'gaussian', 'sigma': 1}, 'boundary':"
                        + " 'open'} | boundary is \"open\", but must be one of periodic, reflecting, zero",
                "{'operator': 'blur', 'image': {'size': [9, 9]}, 'psf': {'model': 'born-wolf', 'aperture': 1.2, 'wavelength':"
                        + " 0.00052, 'index': 1.33}} | \"image\" lacks \"pixel\"",
                "{'operator': 'blur', 'image': {'size': [9, 9], 'pixel': 0.0001}, 'psf': {'model': 'born-wolf', 'aperture': 1.4,"
                        + " 'wavelength': 0.00052, 'index': 1.33}} | the numerical aperture is 1.4, but must be greater than"
                        + " 0 and less than the index of refraction, 1.33",
                "{'operator': 'blur', 'image': {'size': [9, 9]}, 'psf': 'psf.npy'} | the point spread function has shape (3,"
                        + " 2, 2), but the image has 2 axes",
                "{'operator': 'downsample', 'image': {'size': [9, 8]}, 'factor': 4} | factor is 4 along an axis of 9 samples,"
                        + " but must be at least 1 and divide them",
                "{'operator': 'downsample', 'image': {'size': [8, 8]}, 'factor': 4, 'kernel': 'sharp'} | kernel is"
                        + " \"sharp\", but must be one of box, bicubic, gaussian",
                "{'operator': 'downsample', 'image': {'size': [8, 8]}, 'factor': [2, 2, 2]} | there are 3 factors, but one or"
                        + " 2 are needed",
                "{'operator': 'compressed-sensing', 'image': {'size': [8, 8]}, 'matrix': 'dct', 'measurements': 65} |"
                        + " measurements are 65, but must be at most 64, the transform's length",
                "{'operator': 'compressed-sensing', 'image': {'size': [8, 8]}, 'matrix': 'toeplitz', 'measurements': 6} |"
                        + " \"matrix\" is \"toeplitz\", but must be one of gaussian, bernoulli, hadamard, dct",
                "{'operator': 'compressed-sensing', 'image': {'size': [8, 8]}, 'matrix': 'dct', 'measurements': 6, 'seed': 0.5}"
                        + " | \"seed\" is 0.5, but must be a whole number",
                "{'operator': 'phase-retrieval', 'image': {'size': [8, 8]}} | the SPEC lacks \"patterns\" or"
                        + " \"oversampling\"",
                "{'operator': 'phase-retrieval', 'image': {'size': [8, 8]}, 'patterns': 3, 'oversampling': 2} | unknown key"
                        + " \"patterns\" in the SPEC; known here: \"operator\", \"image\", \"oversampling\", \"field\","
                        + " \"measured\"",
                "{'operator': 'phase-retrieval', 'image': {'size': [8, 8]}, 'patterns': 3, 'measured': 'phase'} | what is"
                        + " measured is \"phase\", but must be one of intensity, magnitude",
            })
    void refusesInOneSentence(String json, String message) throws IOException {
        Npy.write(folder.resolve("psf.npy"), new Image(Space.volume(2, 2, 3, 1), new float[12]));
        String said = assertThrows(IllegalArgumentException.class, () -> parse(json.replace('\u2019', '\''))
                        .operator())
                .getMessage();
        assertEquals(message, said);
    }

    /** Functions that are no point spread functions, with the file's name. */
    @Test
    void refusesFunctionsInFiles() throws IOException {
        Space plane = Space.image(2, 2, 1);
        Npy.write(folder.resolve("zero.npy"), Image.zeros(plane));
        Npy.write(folder.resolve("nan.npy"), new Image(plane, new float[] {1, Float.NaN, 0, 0}));
        Npy.write(folder.resolve("complex.npy"), Image.zeros(plane.complex()));
        for (String[] each : new String[][] {
            {"zero.npy", "is zero everywhere"}, {"nan.npy", "must be finite"}, {"complex.npy", "must be real"}
        }) {
            String json = "{'operator': 'blur', 'image': {'size': [9, 9]}, 'psf': '" + each[0] + "'}";
            String said = assertThrows(IllegalArgumentException.class, () -> parse(json))
                    .getMessage();
            assertEquals(true, said.contains(each[0]) && said.endsWith(each[1]), said);
        }
    }

    @Test
    void refusesComplexImagesWhereRealOnesAreNeeded() throws IOException {
        OperatorSpec spec =
                parse("{'operator': 'blur', 'image': {'size': [9, 8]}, 'psf': {'model': 'gaussian', 'sigma': 1}}");
        Image complex = Image.zeros(Space.image(9, 8, 1).complex());
        assertEquals(
                "the image has shape (8, 9) complex, but the SPEC needs (8, 9) real: 8 rows x 9 columns",
                assertThrows(IllegalArgumentException.class, () -> spec.image(complex))
                        .getMessage());
    }
}
