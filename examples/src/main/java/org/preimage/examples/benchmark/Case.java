package org.preimage.examples.benchmark;

import java.util.Map;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * One image to reconstruct.
 *
 * @param name what it shows
 * @param data the measurement, in the range of the task's operator
 * @param truth what PSNR, SSIM and NRMSE are measured against, real; null where nothing of the kind is known
 * @param margin pixels on every side of a reconstruction that are neither compared nor shown; the truth is without them
 * @param region the pixels compared; null for all
 * @param shown the grey values of the pictures
 * @param facts how the data came about: inputs with their sha256, noise, seed
 */
public record Case(
        String name,
        Image data,
        Image truth,
        int margin,
        Region region,
        Pictures.Scale shown,
        Map<String, String> facts) {
    /** A case whose whole image counts. */
    public Case(String name, Image data, Image truth, Pictures.Scale shown, Map<String, String> facts) {
        this(name, data, truth, 0, null, shown, facts);
    }

    /** The part of a reconstruction that is shown, of a complex one its magnitude. */
    public Image part(Image reconstruction) {
        return inner(
                reconstruction.space().field() == Field.COMPLEX ? reconstruction.magnitude() : reconstruction, margin);
    }

    /** How close a reconstruction is to the truth, of which there must be one. */
    public Quality quality(Image reconstruction) {
        return Quality.of(truth, part(reconstruction), Double.NaN, region == null ? null : region.inside());
    }

    /** The part of a reconstruction that is shown less the truth, 0 outside of the region. */
    public Image error(Image reconstruction) {
        Image error = part(reconstruction).copy();
        for (int i = 0; i < error.data().length; i++) {
            error.data()[i] -= truth.data()[i];
        }
        return region == null ? error : region.cut(error);
    }

    /** An image without so many pixels on every side. */
    static Image inner(Image image, int margin) {
        if (margin == 0) {
            return image;
        }
        int nx = image.space().size(0);
        int columns = nx - 2 * margin;
        int rows = image.space().size(1) - 2 * margin;
        Image part = Image.zeros(Space.image(columns, rows, image.space().spacing(0)));
        for (int r = 0; r < rows; r++) {
            System.arraycopy(image.data(), (r + margin) * nx + margin, part.data(), r * columns, columns);
        }
        return part;
    }
}
