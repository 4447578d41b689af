package org.preimage.examples.speed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBackprojection;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.Projector;

/** The baseline of the fan beam's speed computes the same as what is measured. */
class NaiveFanTest {
    @Test
    void computesTheSame() {
        Space space = Space.image(40, 33, 0.5);
        FanBeam beam = new FanBeam(
                space, Detector.line(65, 0.7, 30.3), FanBeam.Shape.FLAT, 30, 50, Beam.uniformAngles(3, 363, 31));
        Projector projector = beam.projector();
        NaiveFan naive = new NaiveFan(beam);
        float[] image = SheppLogan.modified(18).render(space, 2).data();
        float[] sinogram = projector.apply(image);
        assertTrue(Vectors.relativeDistance(sinogram, naive.project(image)) < 1e-5);
        assertTrue(Vectors.relativeDistance(projector.adjoint(sinogram), naive.adjoint(sinogram)) < 1e-5);
        float[] back = space.zeros();
        new FanBackprojection(beam).apply(sinogram, back);
        assertTrue(Vectors.relativeDistance(back, naive.backproject(sinogram)) < 1e-5);
    }
}
