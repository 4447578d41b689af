package org.preimage.examples.gallery.tomography;

import java.io.IOException;
import org.preimage.examples.gallery.Comparison;
import org.preimage.examples.gallery.Comparison.Arguments;
import org.preimage.examples.gallery.Scene;

/**
 * The cone beam of Feldkamp, Davis and Kress. A source circles the object and a flat panel opposite takes pictures: each
 * is a bundle of rays in three dimensions. The method weighs, filters along the rows and back-projects along the cone.
 * On the plane of the circle that is exact; away from it a circle does not tell all, and the method is the less accurate
 * the wider the cone.
 *
 * <p>Choose it for micro-CT and dental or C-arm scans with many views. With few views or much noise take {@code sirt} or
 * {@code tv}, which accept the same data. The picture shows the middle plane.
 *
 * <p>L. A. Feldkamp, L. C. Davis and J. W. Kress, Practical cone-beam algorithm, J. Opt. Soc. Am. A 1, 1984.
 */
public final class ConeBeamReconstruction {
    private ConeBeamReconstruction() {}

    /** @param args the folder of the picture, and pixels along a side if not 64 */
    public static void main(String[] args) throws IOException {
        Arguments in = Arguments.of(args, 64);
        Scene scene = Scenes.cone(in.size(), 90);
        new Comparison(scene)
                .with("Unfiltered", scene.backprojection())
                .with("Feldkamp", scene.by("fdk"))
                .save(in.folder(), "cone-beam-reconstruction");
    }
}
