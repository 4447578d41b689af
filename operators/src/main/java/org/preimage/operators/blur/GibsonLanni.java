package org.preimage.operators.blur;

import org.preimage.operators.space.Image;

/**
 * The wide-field microscope whose sample, cover glass and immersion medium differ from what its objective was designed for, so
 * that spherical aberration makes the function asymmetric along z and moves the focus: the scalar integral over the pupil with
 * the path difference
 *
 * <pre>W(p, z) = (z + t_i) c(n_i) + z_p c(n_s) - t_i c(n_i') + t_g c(n_g) - t_g' c(n_g'),  c(n) = (n<sup>2</sup> - NA<sup>2</sup> p<sup>2</sup>)<sup>1/2</sup>,</pre>
 *
 * z the distance by which immersion is thicker than at the design focus on the cover glass, primes for values of design. A
 * particle at depth z_p is in focus near z = -z_p n_i / n_s. Light that a medium reflects totally does not contribute.
 *
 * <p>S. F. Gibson and F. Lanni, Experimental test of an analytical model of aberration in an oil-immersion objective lens used
 * in three-dimensional light microscopy, JOSA A 8, 1991; defaults as in J. Li, F. Xue and T. Blu, Fast and accurate
 * three-dimensional point spread function computation for fluorescence microscopy, JOSA A 34, 2017.
 *
 * @param aperture numerical aperture NA
 * @param wavelength of the emitted light in mm
 * @param media indices and thicknesses
 * @param depth z_p of the particle below the cover glass in mm, at least 0
 * @param sizes of the grid, two or three, x first
 */
public record GibsonLanni(double aperture, double wavelength, Media media, double depth, int... sizes)
        implements PointSpread {
    /**
     * What light passes.
     *
     * @param sample index n_s of the sample
     * @param immersion index n_i of the immersion medium
     * @param designImmersion what the objective was designed for
     * @param glass index n_g of the cover glass
     * @param designGlass what the objective was designed for
     * @param immersionThickness t_i at the design focus in mm: the working distance
     * @param glassThickness t_g in mm
     * @param designGlassThickness what the objective was designed for, in mm
     */
    public record Media(
            double sample,
            double immersion,
            double designImmersion,
            double glass,
            double designGlass,
            double immersionThickness,
            double glassThickness,
            double designGlassThickness) {
        public Media {
            for (double index : new double[] {sample, immersion, designImmersion, glass, designGlass}) {
                if (!(index >= 1) || index > 5) {
                    throw new IllegalArgumentException(
                            "an index of refraction is " + index + ", but must be from 1 to 5");
                }
            }
            for (double t : new double[] {immersionThickness, glassThickness, designGlassThickness}) {
                if (!(t >= 0) || t > 100) {
                    throw new IllegalArgumentException("a thickness is " + t + " mm, but must be from 0 to 100 mm");
                }
            }
        }

        /** A watery sample under an objective for oil: 1.33, 1.5, 0.15 mm of oil and 0.17 mm of glass. */
        public static Media oil() {
            return new Media(1.33, 1.5, 1.5, 1.5, 1.5, 0.15, 0.17, 0.17);
        }

        private double smallest() {
            return Math.min(Math.min(sample, immersion), Math.min(Math.min(glass, designGlass), designImmersion));
        }
    }

    public GibsonLanni {
        sizes = sizes.clone();
        BornWolf.requireOptics(aperture, wavelength, media.designImmersion(), sizes);
        if (!(depth >= 0) || depth > 10) {
            throw new IllegalArgumentException("the depth is " + depth + " mm, but must be from 0 to 10 mm");
        }
    }

    /** The sizes: a copy. */
    @Override
    public int[] sizes() {
        return sizes.clone();
    }

    private PupilIntegral integral() {
        Media m = media;
        double edge = Math.min(1, m.smallest() / aperture);
        return new PupilIntegral(aperture, wavelength, edge, (p, z) -> {
            double s = aperture * p;
            return (z + m.immersionThickness) * axial(m.immersion, s)
                    + depth * axial(m.sample, s)
                    - m.immersionThickness * axial(m.designImmersion, s)
                    + m.glassThickness * axial(m.glass, s)
                    - m.designGlassThickness * axial(m.designGlass, s);
        });
    }

    /** The axial part of a ray's index. */
    private static double axial(double index, double sine) {
        return Math.sqrt(Math.max(0, index * index - sine * sine));
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
