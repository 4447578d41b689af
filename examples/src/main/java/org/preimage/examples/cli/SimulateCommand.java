package org.preimage.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.space.Image;
import org.preimage.operators.spec.OperatorSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "simulate", description = "Measure an image with an operator, with noise if asked for.")
final class SimulateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", description = "The operator as JSON.")
    private Path spec;

    @Option(names = "--image", required = true, paramLabel = "FILE", description = "The image to measure.")
    private Path image;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the data.")
    private Path out;

    @Option(
            names = "--noise",
            paramLabel = "MODEL",
            description =
                    "gaussian:SD, gaussian:PERCENT%%, poisson:PHOTONS or poisson:PHOTONS:ATTENUATION; none by default.")
    private String noise;

    @Option(names = "--seed", defaultValue = "1", description = "Of the noise (${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Outputs.requireWritable(out);
        NoiseModel model = noise == null ? null : NoiseModel.parse(noise);
        OperatorSpec operator = OperatorSpec.read(spec);
        Image data = operator.operator().apply(operator.image(ImageFiles.read(image)));
        if (model != null) {
            float[] clean = data.data().clone();
            model.sample(clean, RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed), data.data());
        }
        ImageFiles.write(out, data);
        return Main.DONE;
    }
}
