package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preimage.operators.phantom.Ellipse;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.FanBeam.Shape;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.quality.ImageQuality;

/** Filtered back-projection of fan beams: calibrated for every kind of arc, and the same as parallel beams from afar. */
class FanInversionTest {
    private static Reconstruction reconstruct(Beam beam, EllipsePhantom phantom, Map<String, String> settings) {
        InverseProblem problem = new InverseProblem(
                beam.projector(),
                new Image(beam.sinogram(), phantom.sinogram(beam).data()));
        return FilteredBackprojection.METHOD.with(settings).reconstruct(problem);
    }

    private static double[] twoSpeeds() {
        return DoubleStream.concat(
                        DoubleStream.of(Beam.uniformAngles(0, 180, 240)),
                        DoubleStream.of(Beam.uniformAngles(180, 360, 120)))
                .toArray();
    }

    /** Arcs of 150, 60 and 40 degrees that together saw every line: 0..150, 160..220, 300..340. */
    private static double[] arcs() {
        return DoubleStream.of(Beam.uniformAngles(0, 360, 720))
                .filter(t -> t <= 150 || t >= 140 && t <= 215 || t >= 300 && t < 345)
                .toArray();
    }

    /** A disc of 0.3 / mm off the middle is flat at 0.3 / mm within 1 %, what is near it 0 within 3 % of that. */
    @ParameterizedTest
    @EnumSource(Shape.class)
    void isCalibrated(Shape shape) {
        Space image = Space.image(80, 70, 0.25);
        EllipsePhantom disc = new EllipsePhantom(List.of(Ellipse.disc(1, -0.6, 6, 0.3)));
        double[][] lists = {
            Beam.uniformAngles(15, 375, 360),
            Beam.uniformAngles(0, 212, 424),
            Beam.uniformAngles(0, -230, 460),
            Beam.uniformAngles(70, 370, 300),
            twoSpeeds(),
            arcs()
        };
        // A short detector with the axis off its middle sees all only in a full turn.
        Detector[] detectors = {Detector.line(300, 0.2), Detector.line(170, 0.4, 80.3), Detector.line(110, 0.4, 30.2)};
        for (double[] angles : lists) {
            for (Detector detector : detectors) {
                boolean turn = angles.length == 360;
                if (detector.cells() == 110 && !turn) {
                    continue;
                }
                FanBeam beam = new FanBeam(image, detector, shape, 60, 100, angles);
                Reconstruction result = reconstruct(beam, disc, Map.of("window", "hann"));
                String what = shape + ", " + angles.length + " angles, " + detector;
                assertTrue(
                        !result.how().notes().get("arc").contains("incomplete"),
                        what + result.how().notes());
                float[] x = result.image().data();
                for (int i = 0; i < x.length; i++) {
                    double dx = (i % 80 - 39.5) * 0.25 - 1;
                    double dy = (34.5 - i / 80) * 0.25 + 0.6;
                    double r = Math.hypot(dx, dy);
                    if (r < 5.2) {
                        assertEquals(0.3, x[i], 0.003, what + " at " + dx + ", " + dy);
                    } else if (r > 7.5 && r < 10) {
                        assertEquals(0, x[i], 0.009, what + " at " + dx + ", " + dy);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aFarSourceGivesTheParallelResult(Shape shape) {
        Space image = Space.image(64, 64, 1);
        EllipsePhantom phantom = SheppLogan.modified(60);
        double[] turn = Beam.uniformAngles(0, 360, 180);
        double r = 1e5;
        Beam parallel = new ParallelBeam(image, 91, 1, 45, turn);
        Beam fan = new FanBeam(image, Detector.line(91, 2), shape, r, 2 * r, turn);
        float[] expected = reconstruct(parallel, phantom, Map.of()).image().data();
        float[] found = reconstruct(fan, phantom, Map.of()).image().data();
        double error = Vectors.relativeDistance(found, expected);
        assertTrue(error < 1e-3, "relative distance " + error);
    }

    /** As good as parallel beams of the same resolution, which reach 31.5 dB here. */
    @ParameterizedTest
    @EnumSource(Shape.class)
    void fullTurnsAndShortScansShowTheSheppLoganPhantom(Shape shape) {
        Space image = Space.image(128, 128, 1);
        EllipsePhantom phantom = SheppLogan.modified(128);
        Image truth = phantom.render(image, 8);
        Detector detector = Detector.line(251, 1.5);
        FanBeam turn = new FanBeam(image, detector, shape, 200, 300, Beam.uniformAngles(0, 360, 360));
        FanBeam scan = turn.withAngles(Beam.uniformAngles(33, 33 + 232, 232));
        double parallel = ImageQuality.of(
                        truth,
                        reconstruct(ParallelBeam.halfTurn(image, 183, 1, 180), phantom, Map.of())
                                .image())
                .psnr();
        for (FanBeam beam : new FanBeam[] {turn, scan}) {
            double psnr = ImageQuality.of(
                            truth, reconstruct(beam, phantom, Map.of()).image())
                    .psnr();
            assertTrue(psnr > parallel - 1, shape + ": " + psnr + " dB, parallel " + parallel);
        }
    }

    @Test
    void whatIsMissingIsSaidAndMatchedIsRefused() {
        Space image = Space.image(32, 32, 1);
        FanBeam beam = new FanBeam(image, Detector.line(64, 1.5), Shape.FLAT, 60, 100, Beam.uniformAngles(0, 90, 90));
        Reconstruction result = reconstruct(beam, SheppLogan.modified(30), Map.of());
        String note = result.how().notes().get("arc");
        assertTrue(note.matches("one arc of 90.0 degrees, .*incomplete: [45]\\d\\.\\d % of the lines .*"), note);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> reconstruct(beam, SheppLogan.modified(30), Map.of("backprojection", "matched")))
                .getMessage();
        assertTrue(message.startsWith("backprojection is \"matched\", but a fan beam needs \"pixel\""), message);
    }
}
