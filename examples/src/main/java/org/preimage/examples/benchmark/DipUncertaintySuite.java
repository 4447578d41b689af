package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The uncertainty of deep image priors on small images.
 *
 * <p>Antoran, Barbano, Leuschner, Hernandez-Lobato and Jin 2023, Uncertainty estimation for computed tomography with a linearised
 * deep image prior, Trans. Mach. Learn. Res., whose images are of another set of characters.
 *
 * @param images test images of each setting
 * @param files folder with the images; null where it is not known
 * @param report folder of the report, in which results of single images are kept; null where it is not known
 */
record DipUncertaintySuite(int images, Path files, Path report) implements Suite {
    private static final int IMAGES = 50;
    private static final int ENSEMBLES = 3;

    DipUncertaintySuite {
        if (images < 1) {
            throw new IllegalArgumentException("the number of images is " + images + ", but must be at least 1");
        }
    }

    DipUncertaintySuite() {
        this(IMAGES, null, null);
    }

    @Override
    public String name() {
        return "dip-uncertainty";
    }

    @Override
    public String description() {
        return "How far the uncertainty of deep image priors is to be trusted: the linearised Laplace approximation, dropout"
                + " and ensembles on digits of 28 x 28 pixels from 5 to 30 views. It takes the file " + Mnist.FILE
                + " from the folder of --cache, keeps the result of each image in the report's folder, and goes on from"
                + " there.";
    }

    @Override
    public List<String> methods() {
        return List.of();
    }

    @Override
    public List<Task> tasks(Path scans) throws IOException {
        Mnist.first(scans, images);
        return List.of();
    }

    @Override
    public List<Study> studies() {
        return List.of(new DipUncertainty(
                DipSetting.all(), images, Math.min(images, ENSEMBLES), DipCase.Size.STANDARD, files, report));
    }

    @Override
    public boolean opensImages() {
        return true;
    }

    @Override
    public Suite withImages(int number) {
        return new DipUncertaintySuite(number, files, report);
    }

    @Override
    public Suite within(Path scans, Path folder) {
        return new DipUncertaintySuite(images, scans, folder);
    }
}
