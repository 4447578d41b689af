package org.preimage.examples.gallery.tomography;

import java.util.stream.DoubleStream;
import org.preimage.examples.gallery.Scene;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.noise.PoissonCounts;
import org.preimage.operators.noise.PoissonTransmission;
import org.preimage.operators.noise.RelativeGaussianNoise;
import org.preimage.operators.phantom.Discs;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.PlanePhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.phantom.SheppLogan3D;
import org.preimage.operators.phantom.TexturedPhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.InverseProblem;

/** Phantoms whose exact line integrals are measured with noise: none of the data come from a grid of pixels. */
final class Scenes {
    /** Attenuation of the phantom's value 1, in 1 over its width, so that its densest ray lets a thirtieth through. */
    private static final double DENSITY = 13;

    private Scenes() {}

    /** Shepp and Logan's phantom over half a turn, with noise relative to the mean of the sinogram. */
    static Scene fewViews(int size, int views, double noise) {
        return parallel(
                SheppLogan.modified(size), beam(size, views), views + " views", new RelativeGaussianNoise(noise));
    }

    /** The same as an attenuating object, counted photon by photon. */
    static Scene fewPhotons(int size, int views, double photons) {
        return parallel(
                SheppLogan.modified(size).times(DENSITY / size),
                beam(size, views),
                String.format("%d views, %.0f photons", views, photons),
                new PoissonTransmission(photons));
    }

    /** The same as a source of radiation, of which each detector cell counts this many decays on average. */
    static Scene decays(int size, int views, double counts) {
        EllipsePhantom source = SheppLogan.modified(size);
        ParallelBeam beam = beam(size, views);
        double mean =
                DoubleStream.of(widened(source.sinogram(beam).data())).average().orElseThrow();
        return parallel(
                source.times(counts / mean), beam, String.format("%.0f counts a cell", counts), new PoissonCounts(1));
    }

    /** Small bright discs on nothing. */
    static Scene points(int size, int views) {
        EllipsePhantom points = Discs.of(
                new Discs.Disc(-0.28 * size, 0.1 * size, 0.012 * size, 1),
                new Discs.Disc(0.05 * size, 0.3 * size, 0.015 * size, 0.8),
                new Discs.Disc(0.07 * size, -0.05 * size, 0.012 * size, 1),
                new Discs.Disc(0.11 * size, -0.05 * size, 0.012 * size, 0.7),
                new Discs.Disc(-0.1 * size, -0.33 * size, 0.02 * size, 0.9));
        return parallel(points, beam(size, views), views + " views", new GaussianNoise(0.05));
    }

    /** Textured ellipses over an arc. */
    static Scene textures(int size, int arc) {
        double[] angles = ParallelBeam.uniformAngles(90 - arc / 2.0, 90 + arc / 2.0, arc);
        Space pixels = Space.image(size, size, 1);
        int cells = ParallelBeam.coveringDetectors(pixels, 1);
        return parallel(
                TexturedPhantom.random(size, 12, 45, Scene.random()),
                new ParallelBeam(pixels, cells, 1, (cells - 1) / 2.0, angles),
                "an arc of " + arc + " degrees",
                new RelativeGaussianNoise(0.02));
    }

    /** The three-dimensional phantom in a cone beam over a whole turn. */
    static Scene cone(int size, int views) {
        Space voxels = Space.volume(size, size, size, 1);
        int cells = 2 * size;
        ConeBeam beam = new ConeBeam(
                voxels,
                Detector.panel(cells, cells, 1),
                4.0 * size,
                6.0 * size,
                ParallelBeam.uniformAngles(0, 360, views));
        var phantom = SheppLogan3D.modified(0.9 * size);
        Image clean = phantom.sinogram(beam);
        float[] noisy = new RelativeGaussianNoise(0.01).sample(clean.data(), Scene.random());
        return new Scene(
                views + " cone-beam views",
                phantom.render(voxels, 3),
                new InverseProblem(beam.projector(), new Image(clean.space(), noisy)));
    }

    private static ParallelBeam beam(int size, int views) {
        Space pixels = Space.image(size, size, 1);
        return ParallelBeam.halfTurn(pixels, ParallelBeam.coveringDetectors(pixels, 1), 1, views);
    }

    private static Scene parallel(PlanePhantom phantom, ParallelBeam beam, String measurement, NoiseModel noise) {
        float[] data = noise.sample(phantom.sinogram(beam).data(), Scene.random());
        return new Scene(
                measurement,
                phantom.render(beam.image(), 8),
                new InverseProblem(beam.projector(), new Image(beam.sinogram(), data)));
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
