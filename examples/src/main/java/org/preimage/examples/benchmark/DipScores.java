package org.preimage.examples.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.preimage.operators.file.AtomicFile;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.uncertainty.prediction.Assessment;

/**
 * What one image of one setting gave, as it is kept between runs.
 *
 * @param parameters what it depends on
 * @param misfit of the fitted network relative to the noise, |A x - y| / (sqrt(m) s); NaN where there is no single one
 * @param noise variance added to each pixel of all methods
 * @param truth the image
 * @param methods what each method gave, in order
 */
record DipScores(String parameters, double misfit, double noise, float[] truth, List<Method> methods) {
    /**
     * One method.
     *
     * @param name of it
     * @param psnr of the mean in dB of the range 1
     * @param logLikelihood joint, in nats per pixel, for each of {@link DipCase#SHRINKAGES}
     * @param noise fitted standard deviation of the noise relative to the true one; NaN where none is fitted
     * @param mean image
     * @param deviation of each pixel, without the added noise
     * @param seconds it took
     */
    record Method(
            String name,
            double psnr,
            double[] logLikelihood,
            double noise,
            float[] mean,
            float[] deviation,
            double seconds) {}

    /** The image by one method, with the noise that all have. */
    Assessment assessment(Method method, Space space) {
        float[] total = method.deviation.clone();
        for (int i = 0; i < total.length; i++) {
            total[i] = (float) Math.sqrt((double) total[i] * total[i] + noise);
        }
        return new Assessment(new Image(space, method.mean), new Image(space, total), new Image(space, truth));
    }

    Method method(String name) {
        return methods.stream().filter(m -> m.name().equals(name)).findFirst().orElse(null);
    }

    /** With the methods of another one, if there is one. */
    DipScores with(DipScores other) {
        if (other == null) {
            return this;
        }
        return new DipScores(
                parameters,
                misfit,
                noise,
                truth,
                Stream.concat(methods.stream(), other.methods.stream()).toList());
    }

    /** What is kept in a file; null where there is none or it was made with other parameters. */
    static DipScores kept(Path file, String parameters) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            DipScores scores = new ObjectMapper().readValue(file.toFile(), DipScores.class);
            return scores.parameters().equals(parameters) ? scores : null;
        } catch (JsonProcessingException e) {
            throw new IOException(file + " holds no result that can be read; delete it to have it made again", e);
        }
    }

    void keep(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        AtomicFile.write(
                file,
                out -> out.write(new ObjectMapper().writeValueAsString(this).getBytes(StandardCharsets.UTF_8)));
    }
}
