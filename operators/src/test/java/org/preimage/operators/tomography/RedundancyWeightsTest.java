package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.FanBeam.Shape;

/** Each line counts once where it was measured; a short scan gets Parker's weights. */
class RedundancyWeightsTest {
    private static FanBeam beam(Shape shape, double center, double... angles) {
        return new FanBeam(Space.image(60, 60, 1), Detector.line(101, 1.5, center), shape, 150, 250, angles);
    }

    private static double[] arc(double from, double to, double step) {
        return Beam.uniformAngles(from, to, (int) Math.round((to - from) / step));
    }

    private static double[] gaps() {
        return DoubleStream.concat(
                        DoubleStream.of(arc(27, 165.5, 0.5)),
                        DoubleStream.concat(
                                DoubleStream.of(arc(184, 254.5, 0.5)), DoubleStream.of(arc(269, 334.5, 0.5))))
                .toArray();
    }

    /** The partner of the ray of cell j at angle t, on the detector or not. */
    @Test
    void partnersSumToOneWhereEitherWasMeasured() {
        double[][] lists = {arc(0, 360, 2), arc(10, 230, 1), arc(-50, 200, 1), arc(0, 330, 1), arc(0, 90, 1), gaps()};
        for (Shape shape : Shape.values()) {
            for (double center : new double[] {50, 30, 60}) {
                for (double[] list : lists) {
                    FanBeam beam = beam(shape, center, list);
                    RedundancyWeights weights = RedundancyWeights.of(beam);
                    int pairs = 0;
                    for (double t : list) {
                        for (int j = 0; j < 101; j++) {
                            double own = weights.share(t, j);
                            assertTrue(own >= 0 && own <= 1);
                            int k = (int) Math.rint(2 * center - j);
                            double partner = t + 180 - 2 * Math.toDegrees(beam.fanAngle(j));
                            double other = k >= 0 && k < 101 ? weights.share(partner, k) : 0;
                            assertEquals(1, own + other, 1e-9, shape + " " + center + " " + t + " " + j);
                            pairs += other > 0 ? 1 : 0;
                        }
                    }
                    assertTrue(list.length < 180 || pairs > 0);
                }
            }
        }
    }

    @Test
    void aShortScanGetsParkersWeights() {
        for (double length : new double[] {220, 235}) {
            FanBeam beam = beam(Shape.FLAT, 50, arc(40, 40 + length, 0.5));
            RedundancyWeights weights = RedundancyWeights.of(beam);
            double start = 40 - 0.25;
            double spare = Math.toRadians(length - 180) / 2;
            for (double t = 40; t < 40 + length; t += 7) {
                for (int j = 0; j < 101; j++) {
                    // Parker's fan angle grows the other way.
                    double g = -beam.fanAngle(j);
                    double b = Math.toRadians(t - start);
                    double parker = 1;
                    if (b < 2 * (spare - g)) {
                        parker = Math.pow(Math.sin(Math.PI / 4 * b / (spare - g)), 2);
                    } else if (b > Math.PI - 2 * g) {
                        parker = Math.pow(Math.sin(Math.PI / 4 * (Math.PI + 2 * spare - b) / (spare + g)), 2);
                    }
                    assertEquals(parker, weights.share(t, j), 1e-9, length + ", " + t + ", " + j);
                }
            }
        }
    }

    @Test
    void aFullTurnIsHalved() {
        FanBeam beam = beam(Shape.CURVED, 50, arc(0, 360, 3));
        RedundancyWeights weights = RedundancyWeights.of(beam);
        for (int j = 0; j < 101; j++) {
            assertEquals(Math.toRadians(1.5), weights.weight(17, j), 1e-12);
        }
        assertEquals(0, weights.missing());
        assertEquals("full turn, lines measured twice share their weight", weights.description());
    }

    /** Both ends of a turn named twice, and steps of two lengths. */
    @Test
    void sharesOfTheTurnFollowTheGaps() {
        double[] angles = DoubleStream.concat(DoubleStream.of(arc(0, 180, 1)), DoubleStream.of(arc(180, 362, 2)))
                .toArray();
        RedundancyWeights weights = RedundancyWeights.of(beam(Shape.FLAT, 50, angles));
        double sum = 0;
        for (int a = 0; a < angles.length; a++) {
            sum += 2 * weights.weight(a, 50);
        }
        assertEquals(2 * Math.PI, sum, 1e-9);
        assertEquals(Math.toRadians(0.75) / 2, weights.weight(0, 50), 1e-9);
        assertEquals(Math.toRadians(0.5), weights.weight(90, 50), 1e-9);
        assertEquals(Math.toRadians(1), weights.weight(250, 50), 1e-9);
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(
                0, RedundancyWeights.of(beam(Shape.FLAT, 50, arc(0, 210, 1))).missing());
        assertEquals(
                0.5, RedundancyWeights.of(beam(Shape.FLAT, 50, arc(0, 90, 1))).missing(), 0.02);
        assertEquals(
                0, RedundancyWeights.of(beam(Shape.FLAT, 20, arc(0, 360, 1))).missing());
        assertTrue(RedundancyWeights.of(beam(Shape.FLAT, 20, arc(0, 200, 1))).missing() > 0.05);
        String text = RedundancyWeights.of(beam(Shape.FLAT, 50, gaps())).description();
        assertTrue(text.startsWith("3 arcs of together 274.5 degrees, lines"), text);
        assertTrue(text.contains("incomplete: "), text);
    }
}
