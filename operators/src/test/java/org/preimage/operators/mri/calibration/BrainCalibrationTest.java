package org.preimage.operators.mri.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** A measured brain of eight coils: maps from the centre of k-space explain the coil images of all of it, up to noise. */
class BrainCalibrationTest {
    private static Image kspace;
    private static Image images;
    private static double noise;

    @BeforeAll
    static void read() throws IOException {
        Image file = Npy.read(SharedData.require("data/kspace_brain_8ch_full.npy"));
        Space space = Space.of(new Axis(Role.KX, 180), new Axis(Role.KY, 230), new Axis(Role.COIL, 8));
        kspace = file.as(space.complex());
        Space coils = Sensitivities.space(Space.image(180, 230, 1), 8);
        images = new Image(coils, FourierTransform.spatial(coils).adjoint(kspace.data()));
        // The corners of all images see no brain.
        double sum = 0;
        for (int c = 0; c < 8; c++) {
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 16; x++) {
                    sum += Coils.outer(images.data(), (c * 230 + y) * 180 + x, (c * 230 + y) * 180 + x)[0];
                }
            }
        }
        noise = Math.sqrt(sum / (16 * 16 * 8));
    }

    /** Root mean square of x - S S^H x over the noise, which is sqrt(7 / 8) if S is right: one of eight parts is explained. */
    private static double misfit(Sensitivities s) {
        float[] explained = s.apply(s.adjoint(images.data()));
        double sum = 0;
        int count = 0;
        for (int y = 70; y < 160; y++) {
            for (int x = 50; x < 130; x++) {
                for (int c = 0; c < 8; c++) {
                    int at = 2 * ((c * 230 + y) * 180 + x);
                    sum += Math.pow(explained[at] - images.data()[at], 2)
                            + Math.pow(explained[at + 1] - images.data()[at + 1], 2);
                    count++;
                }
            }
        }
        return Math.sqrt(sum / count) / noise;
    }

    @Test
    void espiritExplainsTheBrain() {
        Espirit.Result result = Espirit.STANDARD.estimate(Coils.undersampled(kspace, 4, 24));
        assertEquals(List.of(24, 24), result.block());
        double misfit = misfit(result.sensitivities());
        assertTrue(misfit < 1.1, "the misfit is " + misfit + " times the noise");
    }

    @Test
    void adaptiveCombinationExplainsTheBrain() {
        double misfit = misfit(AdaptiveCombination.STANDARD.estimate(kspace));
        assertTrue(misfit < 1.1, "the misfit is " + misfit + " times the noise");
    }
}
