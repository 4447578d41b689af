package org.preimage.operators.phase;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.CentredFft;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Coded diffraction patterns: the image is modulated by several masks in turn, and each time its Fourier transform is formed,
 * x -&gt; (F(d_1 x), ..., F(d_L x)) with the centred unitary transform. Of a real image the wave is complex all the same.
 *
 * <p>E. J. Candes, X. Li and M. Soltanolkotabi, Phase retrieval from coded diffraction patterns, Applied and Computational Harmonic
 * Analysis 39, 2015.
 */
public final class CodedDiffraction extends LinearOperator {
    private final float[][] masks;
    private final CentredFft fft;

    /** Sum of |d_l|<sup>2</sup> at each point: A* A is its multiplication. */
    private final double[] weight;

    /**
     * @param image domain, real or complex, with one to three spatial axes and no other
     * @param masks for each pattern interleaved complex factors, one for each point
     */
    public CodedDiffraction(Space image, float[]... masks) {
        super(image, patterns(image, masks.length));
        this.masks = new float[masks.length][];
        this.weight = new double[image.points()];
        for (int l = 0; l < masks.length; l++) {
            image.complex().require("mask " + l, masks[l]);
            this.masks[l] = masks[l].clone();
            for (int i = 0; i < weight.length; i++) {
                double re = masks[l][2 * i];
                double im = masks[l][2 * i + 1];
                weight[i] += re * re + im * im;
            }
        }
        this.fft = new CentredFft(
                image.sizes(), IntStream.range(0, image.dimensions()).toArray());
    }

    /**
     * With random octanary masks, the product of a random one of 1, -1, i, -i and of sqrt(1/2) with probability 4/5 or sqrt(3) with
     * probability 1/5: |d|<sup>2</sup> has mean 1.
     *
     * @param patterns L, at least 1
     */
    public static CodedDiffraction octanary(Space image, int patterns, RandomGenerator random) {
        if (patterns < 1) {
            throw new IllegalArgumentException("there are " + patterns + " patterns, but at least 1 is needed");
        }
        float[][] masks = new float[patterns][2 * image.points()];
        for (float[] mask : masks) {
            for (int i = 0; i < mask.length; i += 2) {
                int quarter = random.nextInt(4);
                double size = Math.sqrt(random.nextInt(5) == 0 ? 3 : 0.5);
                mask[i + quarter % 2] = (float) (quarter < 2 ? size : -size);
            }
        }
        return new CodedDiffraction(image, masks);
    }

    private static Space patterns(Space image, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("there are no masks, but at least one is needed");
        }
        if (image.dimensions() > 3
                || !image.axes().stream().allMatch(a -> a.role().isSpatial())) {
            throw new IllegalArgumentException(
                    "the image is " + image + ", but must have one to three spatial axes and no other");
        }
        return FourierTransform.spatial(image.field() == Field.COMPLEX ? image : image.complex())
                .range()
                .with(new Axis(Role.SAMPLE, count));
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        int n = 2 * domain().points();
        boolean complex = domain().field() == Field.COMPLEX;
        float[] wave = new float[n];
        for (int l = 0; l < masks.length; l++) {
            float[] d = masks[l];
            for (int i = 0; i < n; i += 2) {
                float re = complex ? x[i] : x[i / 2];
                float im = complex ? x[i + 1] : 0;
                wave[i] = d[i] * re - d[i + 1] * im;
                wave[i + 1] = d[i] * im + d[i + 1] * re;
            }
            fft.forward(wave, wave);
            System.arraycopy(wave, 0, out, l * n, n);
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        int n = 2 * domain().points();
        boolean complex = domain().field() == Field.COMPLEX;
        Arrays.fill(out, 0);
        float[] wave = new float[n];
        for (int l = 0; l < masks.length; l++) {
            System.arraycopy(y, l * n, wave, 0, n);
            fft.inverse(wave, wave);
            float[] d = masks[l];
            for (int i = 0; i < n; i += 2) {
                float re = d[i] * wave[i] + d[i + 1] * wave[i + 1];
                if (complex) {
                    out[i] += re;
                    out[i + 1] += d[i] * wave[i + 1] - d[i + 1] * wave[i];
                } else {
                    out[i / 2] += re;
                }
            }
        }
    }

    @Override
    protected double computeNorm() {
        return Math.sqrt(Arrays.stream(weight).max().orElseThrow());
    }

    /** A* A is diagonal. */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        int floats = domain().field().floats();
        return Optional.of((rho, r, x) -> {
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (r[i] / (weight[i / floats] + rho));
            }
        });
    }
}
