package org.preimage.examples.speed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.AngularWeights;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.PixelBackprojection;
import org.preimage.operators.tomography.Projector;

/** The baseline of the speed measurements computes the same as what is measured. */
class NaiveProjectorTest {
    @Test
    void computesTheSame() {
        Space space = Space.image(40, 33, 0.5);
        ParallelBeam geometry = ParallelBeam.halfTurn(space, 65, 0.4, 30);
        Projector projector = geometry.projector();
        NaiveProjector naive = new NaiveProjector(geometry);
        float[] image = SheppLogan.modified(18).render(space, 2).data();
        float[] sinogram = projector.apply(image);
        assertTrue(Vectors.relativeDistance(sinogram, naive.project(image)) < 1e-5);
        assertTrue(Vectors.relativeDistance(projector.adjoint(sinogram), naive.adjoint(sinogram)) < 1e-5);
        float[] back = space.zeros();
        new PixelBackprojection(geometry, AngularWeights.of(geometry)).apply(sinogram, back);
        assertTrue(Vectors.relativeDistance(back, naive.backproject(sinogram)) < 1e-5);
    }
}
