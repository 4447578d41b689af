package org.preimage.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.file.DicomSeries;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.operators.tomography.preparation.Hounsfield;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "simulate", description = "Measure an image with an operator, with noise if asked for.")
final class SimulateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", description = "The operator as JSON.")
    private Path spec;

    @Option(
            names = "--image",
            required = true,
            paramLabel = "FILE",
            description = "The image to measure: .npy, .tif, .png, or a DICOM file or folder of slices.")
    private Path image;

    @Option(
            names = "--slice",
            paramLabel = "N",
            description = "Of a volume, for a SPEC of one slice: which, from 0; the middle one by default.")
    private Integer slice;

    @Option(
            names = "--hounsfield",
            paramLabel = "MU_WATER",
            description = "The image is in Hounsfield units; MU_WATER is water's attenuation in 1/mm, as 0.0206.")
    private Double water;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the data.")
    private Path out;

    @Option(
            names = "--noise",
            paramLabel = "MODEL",
            description =
                    "gaussian:SD, gaussian:PERCENT%%, poisson:PHOTONS, poisson:PHOTONS:ATTENUATION or counts:GAIN; none by default.")
    private String noise;

    @Option(names = "--seed", defaultValue = "1", description = "Of the noise (${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Outputs.requireWritable(out);
        NoiseModel model = noise == null ? null : NoiseModel.parse(noise);
        OperatorSpec operator = OperatorSpec.read(spec);
        Image data = operator.operator().apply(operator.image(phantom(operator)));
        if (model != null) {
            float[] clean = data.data().clone();
            model.sample(clean, RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed), data.data());
            operator.clearUnmeasured(data);
        }
        Outputs.write(out, data);
        return Main.DONE;
    }

    /** The image as it is measured: one slice if the operator takes no more, attenuation if it was in Hounsfield units. */
    private Image phantom(OperatorSpec operator) throws IOException {
        Image read = Files.exists(image) && DicomSeries.isDicom(image)
                ? DicomSeries.read(image).volume()
                : ImageFiles.read(image);
        if (read.space().dimensions() == 3 && operator.domain().dimensions() == 2) {
            read = plane(read);
        } else if (slice != null) {
            throw new IllegalArgumentException("--slice chooses one of a volume's slices, but " + image + " is "
                    + read.space() + " and the SPEC takes " + operator.domain());
        }
        if (water == null) {
            return read;
        }
        // Noise of air would be emission.
        Image attenuation = new Hounsfield(water).toAttenuation(read);
        for (int i = 0; i < attenuation.data().length; i++) {
            attenuation.data()[i] = Math.max(0, attenuation.data()[i]);
        }
        return attenuation;
    }

    private Image plane(Image volume) {
        int slices = volume.space().size(2);
        int chosen = slice == null ? (slices - 1) / 2 : slice;
        if (chosen < 0 || chosen >= slices) {
            throw new IllegalArgumentException(
                    "--slice is " + chosen + ", but " + image + " has the slices 0 to " + (slices - 1));
        }
        Space plane = new Space(
                List.of(volume.space().axes().get(0), volume.space().axes().get(1)),
                volume.space().field());
        int n = plane.length();
        return new Image(plane, Arrays.copyOfRange(volume.data(), chosen * n, (chosen + 1) * n));
    }
}
