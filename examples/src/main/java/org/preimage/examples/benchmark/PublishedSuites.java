package org.preimage.examples.benchmark;

import java.util.List;
import org.preimage.operators.experiment.SparseViewExperiment;

/**
 * The published tables that are measured again. A method becomes another row, or joins the published row it stands for, by
 * one line here: {@code .by(...)} names what runs.
 *
 * <p>Weights of total variation are those with the best mean PSNR on 20 validation images, as {@link PublishedWeights} finds
 * them: random ellipses where ellipses are the test, and Shepp and Logan's phantom with other noise where it is. Learned methods
 * never see that phantom before; so where they were made for ellipses, it stands there with the weights of ellipses as well.
 */
final class PublishedSuites {
    private static final double NONE = Double.NaN;
    private static final int IMAGES = 100;

    /** From this duality gap on, the mean PSNR of total variation stays the same to 0.01 dB. */
    private static final String CONVERGED = ":tolerance=1e-3";

    /** The mean of 20 draws, and no reflections: published means are of 100 draws, which would take five times as long. */
    private static final String SAMPLED = "bayesian-gradient-descent:bundle=bdgd-ellipses:samples=20:ensemble=false";

    private PublishedSuites() {}

    /** Ellipses by the protocol of DIVal. */
    static Suite ellipses() {
        return new PublishedSuite(
                "table-ellipses",
                "Sparse-view CT of random ellipses by the protocol of the DIVal library, beside the published figures.",
                List.of(new PublishedTable(
                        "ellipses",
                        "128 x 128 pixels, 30 views, about 40 ellipses, data measured on 400 x 400 pixels with noise of 2.5 %."
                                + " Published: Baguer, Leuschner and Schmidt 2020, Computed tomography reconstruction using"
                                + " deep image prior and learned reconstruction methods, Inverse Problems 36.",
                        SparseViewExperiment::dival,
                        false,
                        List.of(
                                PublishedRow.of("FBP", 24.18, 0.594)
                                        .checked(24.08)
                                        .by("fbp:window=hann:cutoff=0.705"),
                                PublishedRow.of("TV", 27.96, 0.862)
                                        .checked(28.6)
                                        .by("tv:weight=2.2:nonNegative=false" + CONVERGED),
                                PublishedRow.extra("TV, x >= 0").checked(28.75).by("tv:weight=2" + CONVERGED),
                                PublishedRow.of("DIP+TV", 28.94, 0.886),
                                PublishedRow.of("FBP+U-Net", 29.36, 0.899).by("post-processing:bundle=unet-ellipses"),
                                PublishedRow.extra("FBP+U-Net, mean of symmetries")
                                        .by("post-processing:bundle=unet-ellipses:ensemble=true"),
                                PublishedRow.of("learned gradient descent", 30.30, 0.916)
                                        .by("learned-gradient-descent:bundle=lgd-ellipses"),
                                PublishedRow.of("learned primal-dual", 32.27, 0.940)
                                        .by("learned-primal-dual:bundle=lpd-ellipses-deep"),
                                PublishedRow.extra("learned primal-dual, mean of symmetries")
                                        .by("learned-primal-dual:bundle=lpd-ellipses-deep:ensemble=true")),
                        IMAGES)));
    }

    /** Bayesian deep gradient descent. */
    static Suite bdgd() {
        String protocol =
                "128 x 128 pixels, 30 views, the operator divided by its norm, noise of 1 %. Published: Barbano, Zhang,"
                        + " Arridge and Jin 2020, Quantifying model uncertainty in inverse problems via Bayesian deep gradient"
                        + " descent, ICPR.";
        return new PublishedSuite(
                "table-bdgd",
                "Sparse-view CT of few large ellipses, and of Shepp and Logan's phantom by methods made for ellipses, beside"
                        + " the published figures.",
                List.of(
                        new PublishedTable(
                                "ellipses",
                                "5 to 9 ellipses. " + protocol,
                                SparseViewExperiment::bdgd,
                                false,
                                List.of(
                                        PublishedRow.of("FBP", 25.53, NONE)
                                                .checked(25.05)
                                                .by("fbp"),
                                        PublishedRow.of("TV", 35.16, NONE)
                                                .checked(38.0)
                                                .by("tv:weight=0.5:nonNegative=false" + CONVERGED),
                                        PublishedRow.extra("TV, x >= 0")
                                                .checked(38.8)
                                                .by("tv:weight=0.4" + CONVERGED),
                                        PublishedRow.of("BDGD, MC dropout", 43.21, NONE),
                                        PublishedRow.of("DGD", 43.26, NONE)
                                                .by("learned-gradient-descent:bundle=dgd-ellipses"),
                                        PublishedRow.of("learned primal-dual", 44.51, NONE),
                                        PublishedRow.of("BDGD, mean field", 44.66, NONE)
                                                .by(SAMPLED)),
                                IMAGES),
                        new PublishedTable(
                                "shepp-logan",
                                "The modified phantom of Shepp and Logan, by learned methods made for ellipses, and by total"
                                        + " variation with weights found on ellipses and on this phantom with other noise. "
                                        + protocol,
                                SparseViewExperiment::bdgd,
                                true,
                                List.of(
                                        PublishedRow.of("FBP", 18.47, NONE)
                                                .checked(18.84)
                                                .by("fbp"),
                                        PublishedRow.extra("TV, weight for ellipses")
                                                .by("tv:weight=0.5:nonNegative=false" + CONVERGED),
                                        PublishedRow.extra("TV, weight for ellipses, x >= 0")
                                                .by("tv:weight=0.4" + CONVERGED),
                                        PublishedRow.of("TV", 37.22, NONE)
                                                .checked(37.7)
                                                .by("tv:weight=0.22:nonNegative=false" + CONVERGED),
                                        PublishedRow.extra("TV, x >= 0").by("tv:weight=0.16" + CONVERGED),
                                        PublishedRow.of("learned primal-dual", 44.05, NONE),
                                        PublishedRow.of("DGD", 44.69, NONE)
                                                .by("learned-gradient-descent:bundle=dgd-ellipses"),
                                        PublishedRow.of("BDGD, MC dropout", 45.17, NONE),
                                        // Above DGD there, level with it here: the network saw ellipses only.
                                        PublishedRow.of("BDGD, mean field", 47.29, NONE)
                                                .by(SAMPLED)
                                                .within(3.5)),
                                IMAGES)));
    }

    /** Learned gradient and learned primal-dual. */
    static Suite sheppLogan() {
        return new PublishedSuite(
                "table-shepp-logan",
                "Sparse-view CT of Shepp and Logan's phantom with much noise, beside the published figures.",
                List.of(new PublishedTable(
                        "shepp-logan",
                        "The modified phantom of Shepp and Logan on 128 x 128 pixels, 30 views, noise of 5 %, new for each"
                                + " image. Published: Adler and Oktem 2017, Solving ill-posed inverse problems using iterative"
                                + " deep neural networks, Inverse Problems 33 (FBP, TV, learned gradient); 2018, Learned"
                                + " primal-dual reconstruction, IEEE Trans. Med. Imaging 37 (learned primal-dual, and TV with"
                                + " 28.06 dB).",
                        SparseViewExperiment::adler,
                        true,
                        List.of(
                                PublishedRow.of("FBP", 19.75, NONE)
                                        .checked(19.73)
                                        .by("fbp:window=hann"),
                                PublishedRow.of("TV", 28.06, NONE)
                                        .checked(28.08)
                                        .by("tv:weight=1.6:nonNegative=false" + CONVERGED),
                                PublishedRow.of("TV, 2017", 29.83, NONE),
                                PublishedRow.extra("TV, x >= 0").checked(29.10).by("tv:weight=1.1" + CONVERGED),
                                PublishedRow.of("learned gradient", 32.02, NONE),
                                // Published after 100,001 steps of five images; ours took 3000 of one from ellipses.
                                PublishedRow.of("learned primal-dual", 38.28, NONE)
                                        .by("learned-primal-dual:bundle=lpd-shepp-logan")
                                        .within(4.5)),
                        IMAGES)));
    }
}
