package org.preimage.operators.blur;

import java.util.Arrays;
import org.preimage.operators.space.Image;

/**
 * The wide-field microscope without aberrations in scalar, paraxial approximation,
 *
 * <pre>h(r, z) = | integral over 0 &lt; p &lt; 1 of J_0(k NA r p) exp(-i k z NA<sup>2</sup> p<sup>2</sup> / (2 n)) p dp |<sup>2</sup>,  k = 2 pi / wavelength,</pre>
 *
 * M. Born and E. Wolf, Principles of Optics, section 8.8. The first dark ring has radius 0.61 wavelength / NA, the first zeros on
 * the axis are at z = 2 n wavelength / NA<sup>2</sup>. Integrated over pixels.
 *
 * @param aperture numerical aperture NA, greater than 0 and less than the index
 * @param wavelength of the emitted light in mm: 520 nm is 0.00052
 * @param index of refraction n of the immersion medium
 * @param sizes of the grid, two or three, x first
 */
public record BornWolf(double aperture, double wavelength, double index, int... sizes) implements PointSpread {
    public BornWolf {
        sizes = sizes.clone();
        requireOptics(aperture, wavelength, index, sizes);
    }

    static void requireOptics(double aperture, double wavelength, double index, int[] sizes) {
        if (!(index >= 1) || index > 5) {
            throw new IllegalArgumentException("an index of refraction is " + index + ", but must be from 1 to 5");
        }
        if (!(aperture > 0) || aperture >= index) {
            throw new IllegalArgumentException("the numerical aperture is " + aperture
                    + ", but must be greater than 0 and less than the index of refraction, " + index);
        }
        if (!(wavelength > 0) || wavelength > 1) {
            throw new IllegalArgumentException(
                    "the wavelength is " + wavelength + " mm, but must be greater than 0 and at most 1 mm");
        }
        if (sizes.length < 2 || sizes.length > 3 || Arrays.stream(sizes).anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException("the sizes of the point spread function are " + Arrays.toString(sizes)
                    + ", but must be two or three of at least 1");
        }
    }

    /** The sizes: a copy. */
    @Override
    public int[] sizes() {
        return sizes.clone();
    }

    private PupilIntegral integral() {
        double factor = -aperture * aperture / (2 * index);
        return new PupilIntegral(aperture, wavelength, 1, (p, z) -> factor * z * p * p);
    }

    @Override
    public Image sample(double... spacing) {
        return integral().sample(sizes, spacing);
    }

    /** The intensity at one point, up to a factor that is the same for all, not integrated over a pixel. */
    public double intensity(double r, double z) {
        return integral().profile(new double[] {r}, new double[] {z})[0][0];
    }
}
