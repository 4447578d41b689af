package org.preimage.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.file.AtomicFile;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;

/** Writes the image as it stands every so many iterations, as STAGE-000100.png in a folder. */
final class ProgressPictures implements Listener {
    private final Path folder;
    private final int every;
    private final Space space;
    private int written;

    /**
     * @param folder made when the first picture is written
     * @param every iterations between pictures
     * @param space of the images; iterates of other lengths, as those with further unknowns, are left out
     */
    ProgressPictures(Path folder, int every, Space space) {
        if (every < 1) {
            throw new IllegalArgumentException("--every is " + every + ", but must be at least 1");
        }
        this.folder = folder;
        this.every = every;
        this.space = space;
    }

    /** How many there are. */
    int written() {
        return written;
    }

    @Override
    public boolean onIteration(Progress progress) {
        if (progress.iteration() % every == 0) {
            float[] x = progress.solution().get();
            if (x.length == space.length()) {
                write(progress, new Image(space, x));
            }
        }
        return true;
    }

    private void write(Progress progress, Image image) {
        String name = String.format(
                Locale.ROOT, "%s-%06d.png", progress.stage().replaceAll("[^\\p{Alnum}]+", "-"), progress.iteration());
        try {
            Files.createDirectories(folder);
            byte[] png = Pictures.grey(image.magnitude(), Pictures.Scale.quantiles(image.magnitude(), 0.001, 0.999));
            AtomicFile.write(folder.resolve(name), stream -> stream.write(png));
            written++;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
