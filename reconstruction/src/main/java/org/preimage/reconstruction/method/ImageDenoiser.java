package org.preimage.reconstruction.method;

import java.util.function.Function;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.denoise.Bm3d;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.denoise.NonLocalMeans;
import org.preimage.reconstruction.denoise.ProximalDenoiser;
import org.preimage.reconstruction.denoise.WaveletShrinkage;
import org.preimage.reconstruction.functional.TvNorm;

/**
 * A denoiser that methods are built on.
 *
 * @param name as part of a method's name
 * @param words what it is, within a sentence
 * @param reference its paper
 * @param make makes it for a space
 */
public record ImageDenoiser(String name, String words, String reference, Function<Space, Denoiser> make) {
    static final ImageDenoiser BM3D = new ImageDenoiser(
            "bm3d",
            "block matching and 3D filtering",
            "Dabov, Foi, Katkovnik and Egiazarian 2007, Image denoising by sparse 3-D transform-domain collaborative filtering,"
                    + " IEEE Trans. Image Process. 16",
            Bm3d::new);

    static final ImageDenoiser NLM = new ImageDenoiser(
            "nlm",
            "non-local means",
            "Buades, Coll and Morel 2005, A review of image denoising algorithms, with a new one, Multiscale Model. Simul. 4",
            NonLocalMeans::new);

    static final ImageDenoiser WAVELET = new ImageDenoiser(
            "wavelet",
            "undecimated wavelet shrinkage",
            "Chang, Yu and Vetterli 2000, Adaptive wavelet thresholding for image denoising and compression, IEEE Trans. Image"
                    + " Process. 9",
            WaveletShrinkage::new);

    /** Total variation, with the weight 0.7 sigma. */
    static final ImageDenoiser TV = new ImageDenoiser(
            "tv",
            "the proximal map of total variation",
            "Rudin, Osher and Fatemi 1992, Nonlinear total variation based noise removal algorithms, Physica D 60",
            space -> new ProximalDenoiser(new TvNorm(space, 1).accurate(1e-3, 100), 0.7, 1));
}
