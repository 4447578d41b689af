package org.preimage.operators.tomography.preparation;

import org.preimage.operators.space.Image;

/**
 * The Hounsfield scale: HU = 1000 (mu - mu_water) / (mu_water - mu_air), so that air is -1000 and water 0.
 *
 * @param water attenuation of water, in the unit of the images
 * @param air attenuation of air, smaller
 */
public record Hounsfield(double water, double air) {
    public Hounsfield {
        if (!(water > air && Double.isFinite(water) && Double.isFinite(air))) {
            throw new IllegalArgumentException(
                    "the attenuation of water is " + water + ", but must be finite and above that of air, " + air);
        }
    }

    /** With air that does not attenuate. */
    public Hounsfield(double water) {
        this(water, 0);
    }

    public double toHounsfield(double attenuation) {
        return 1000 * (attenuation - water) / (water - air);
    }

    public double toAttenuation(double hounsfield) {
        return water + hounsfield * (water - air) / 1000;
    }

    /** A new image of Hounsfield units. */
    public Image toHounsfield(Image attenuation) {
        Image out = Image.zeros(attenuation.space());
        for (int i = 0; i < out.data().length; i++) {
            out.data()[i] = (float) toHounsfield(attenuation.data()[i]);
        }
        return out;
    }

    /** A new image of attenuations. */
    public Image toAttenuation(Image hounsfield) {
        Image out = Image.zeros(hounsfield.space());
        for (int i = 0; i < out.data().length; i++) {
            out.data()[i] = (float) toAttenuation(hounsfield.data()[i]);
        }
        return out;
    }
}
