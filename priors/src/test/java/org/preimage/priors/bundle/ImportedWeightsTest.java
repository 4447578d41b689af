package org.preimage.priors.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.file.Png;
import org.preimage.operators.noise.PoissonTransmission;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.priors.network.DnCnn;
import org.preimage.priors.network.SkipNetwork;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Safetensors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.FilteredBackprojection;
import org.preimage.reconstruction.quality.ImageQuality;

/** Published weights give published figures. */
class ImportedWeightsTest {
    private static final int SIZE = 192;

    @TempDir
    Path folder;

    private static ImportedWeights weights(String name) throws IOException {
        return ImportedWeights.read(SharedData.require("data/weights/" + name + ".safetensors"));
    }

    private static Image run(ImportedWeights imported, Image x, double... constants) {
        Space space = x.space();
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            int[] shape = {1, 1 + constants.length, space.size(1), space.size(0)};
            float[] all = Arrays.copyOf(x.data(), shape[1] * x.data().length);
            for (int c = 0; c < constants.length; c++) {
                Arrays.fill(all, (c + 1) * x.data().length, (c + 2) * x.data().length, (float) constants[c]);
            }
            Tape tape = Tape.evaluating(scope, imported.weights());
            Tensor y = tape.segment(
                            (w, in) -> imported.network().forward(in[0], w), tape.constant(scope.tensor(all, shape)))
                    .value();
            return new Image(space, y.toFloats());
        }
    }

    /**
     * The photographer's part from row 100 and column 150 on, in [0, 1], with white noise. The figures are those of the collection
     * of weights, which does not say which part it means: here all four agree.
     */
    @ParameterizedTest
    @CsvSource({
        "scico_dncnn6L, 0.06, 24.4, 32.2, 0",
        "scico_dncnn6M, 0.1, 20.0, 27.9, 0",
        "scico_dncnn6N, 0.1, 20.0, 28.0, 1",
        "kair_dncnn_25, 0.0980392, 20.2, 30.6, 0"
    })
    void denoisersReachTheirFigures(String name, double sigma, double before, double after, int extra)
            throws IOException {
        ImportedWeights imported = weights(name);
        assertEquals(extra, ((DnCnn) imported.network()).extra());
        Image camera = Png.read(SharedData.require("data/images/camera.png"));
        Image truth = new Image(Space.image(SIZE, SIZE, 1), new float[SIZE * SIZE]);
        Image noisy = new Image(truth.space(), new float[SIZE * SIZE]);
        RandomGenerator random = GradientCheck.random(0);
        for (int i = 0; i < SIZE * SIZE; i++) {
            truth.data()[i] = camera.data()[(100 + i / SIZE) * 512 + 150 + i % SIZE] / 255;
            noisy.data()[i] = (float) (truth.data()[i] + sigma * random.nextGaussian());
        }
        assertEquals(before, ImageQuality.psnr(truth, noisy, 1), 0.1);
        Image result = extra == 0 ? run(imported, noisy) : run(imported, noisy, sigma);
        assertEquals(after, ImageQuality.psnr(truth, result, 1), 0.1);
    }

    /**
     * The protocol of Leuschner, Schmidt, Otero Baguer and Maass 2021, LoDoPaB-CT, Scientific Data 8:109: 362 x 362 pixels on 26 cm,
     * 1000 parallel views, 513 cells, 4096 photons, attenuation relative to 81.35858 / m; data of the slice resampled to 1000 x 1000
     * pixels. The published mean is 35.48 dB. Two slices, or all four with -Dpreimage.lodopab.slices=4.
     */
    @Test
    void filteredBackProjectionAndUNetReachTheirFigure() throws IOException {
        ImportedWeights imported = weights("lodopab_fbpunet");
        assertTrue(imported.network() instanceof SkipNetwork);
        Image slices = Npy.read(SharedData.require("data/ct_lodopab_like.npy"));
        int n = 362;
        double width = 0.26;
        Space space = Space.image(n, n, width / n);
        double diagonal = width * Math.sqrt(2);
        ParallelBeam beam =
                new ParallelBeam(space, Detector.line(513, diagonal / 513), Beam.uniformAngles(0.09, 180.09, 1000));
        var forward = beam.projector();
        int fine = 1000;
        var detailed = beam.with(Space.image(fine, fine, width / fine), beam.detector())
                .projector();
        double before = 0;
        double after = 0;
        int count = Integer.getInteger("preimage.lodopab.slices", 2);
        for (int k = 0; k < count; k++) {
            Image truth = new Image(space, attenuation(slices.data(), k * n * n, n * n));
            float[] data = detailed.apply(resampled(truth.data(), n, fine));
            float[] noisy = new float[data.length];
            new PoissonTransmission(4096, 81.35858).sample(data, GradientCheck.random(k), noisy);
            Image fbp = new FilteredBackprojection(
                            RampFilter.Window.HANN, 1, FilteredBackprojection.Backprojection.PIXEL)
                    .reconstruct(new InverseProblem(forward, new Image(beam.sinogram(), noisy)))
                    .image();
            double range = ImageQuality.range(truth);
            before += ImageQuality.psnr(truth, fbp, range) / count;
            after += ImageQuality.psnr(truth, run(imported, fbp), range) / count;
        }
        assertEquals(31.5, before, 0.4);
        assertTrue(after >= 35.2, "FBP + U-Net gives " + after + " dB");
    }

    private static float[] attenuation(float[] stored, int from, int length) {
        float[] out = new float[length];
        for (int i = 0; i < length; i++) {
            double perMetre = (stored[from + i] - 1024) * (20 - 0.02) / 1000 + 20;
            out[i] = (float) Math.max(0, Math.min(1, perMetre / 81.35858));
        }
        return out;
    }

    /** Bilinear interpolation between pixel centres by torch, which holds the last values at borders. */
    private static float[] resampled(float[] image, int from, int to) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return scope.tensor(image, 1, 1, from, from).resizeBilinear(to, to).toFloats();
        }
    }

    @Test
    void otherFilesAreRefusedInOneSentence() throws IOException {
        Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
        arrays.put("conv00.weight", new Safetensors.Array(new int[] {2, 1, 3, 3}, new float[18]));
        arrays.put("conv00.bias", new Safetensors.Array(new int[] {2}, new float[2]));
        arrays.put("conv01.weight", new Safetensors.Array(new int[] {1, 2, 3, 3}, new float[18]));
        refused(arrays, "\"conv01.bias\"");
        arrays.put("conv01.bias", new Safetensors.Array(new int[] {1}, new float[1]));
        write(arrays);
        assertEquals(2, ((DnCnn) ImportedWeights.read(folder.resolve("w")).network()).depth());
        arrays.put("more", new Safetensors.Array(new int[] {1}, new float[1]));
        refused(arrays, "\"more\" has no place");
        arrays.put("conv01.weight", new Safetensors.Array(new int[] {1, 3, 3, 3}, new float[27]));
        refused(arrays, "does not hold the network");
        refused(Map.of("a", new Safetensors.Array(new int[] {1}, new float[1])), "holds no network that is known");
        refused(
                Map.of("inc.conv.0.weight", new Safetensors.Array(new int[] {3, 1, 3, 3}, new float[27])),
                "does not hold the network");
    }

    private void write(Map<String, Safetensors.Array> arrays) throws IOException {
        new Safetensors(arrays, Map.of()).write(folder.resolve("w"));
    }

    private void refused(Map<String, Safetensors.Array> arrays, String says) throws IOException {
        write(arrays);
        String message = assertThrows(IOException.class, () -> ImportedWeights.read(folder.resolve("w")))
                .getMessage();
        assertTrue(message.contains(says), message);
        assertEquals(1, List.of(message.split("\n")).size());
    }
}
