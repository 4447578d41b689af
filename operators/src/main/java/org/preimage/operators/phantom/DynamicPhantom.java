package org.preimage.operators.phantom;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * A series in time, each frame a sum of ellipses.
 *
 * @param frames in order, at least one
 */
public record DynamicPhantom(List<EllipsePhantom> frames) {
    /** @throws IllegalArgumentException if there is no frame */
    public DynamicPhantom {
        frames = List.copyOf(frames);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("a dynamic phantom has no frame, but needs at least one");
        }
    }

    /**
     * A section through a chest with a beating heart and contrast agent that passes through it: chest wall, lungs and spine stay; the
     * ventricle's half axes shrink by up to 30 % as (1 - cos) / 2 of the beat, and its muscle thickens with them; blood
     * brightens as t<sup>2</sup> exp(2 - 2 t), t counting quarters of the series from the agent's arrival, first in the ventricle, a
     * tenth of the series later and a third as much in the muscle.
     *
     * @param width of the field of view in mm; the chest fills nine tenths of it
     * @param count frames, at least 1
     * @param beats heart beats in the series, not negative
     */
    public static DynamicPhantom heart(double width, int count, double beats) {
        if (!(width > 0) || Double.isInfinite(width) || count < 1 || !(beats >= 0) || Double.isInfinite(beats)) {
            throw new IllegalArgumentException("width is " + width + ", count " + count + " and beats " + beats
                    + ", but must be positive, at least 1 and not negative");
        }
        double h = width / 2;
        List<EllipsePhantom> frames = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            double time = k / (double) count;
            double beat = (1 - Math.cos(2 * Math.PI * beats * time)) / 2;
            double inner = 1 - 0.3 * beat;
            double outer = 1 - 0.08 * beat;
            double blood = 0.3 + 0.7 * bolus(time, 0.15);
            double muscle = 0.45 + 0.25 * bolus(time, 0.25);
            frames.add(new EllipsePhantom(List.of(
                    new Ellipse(0, 0, 0.9 * h, 0.72 * h, 0, 0.8),
                    new Ellipse(0, 0, 0.82 * h, 0.64 * h, 0, -0.5),
                    new Ellipse(-0.45 * h, 0.05 * h, 0.27 * h, 0.42 * h, 8, -0.22),
                    new Ellipse(0.5 * h, 0, 0.2 * h, 0.4 * h, -8, -0.22),
                    Ellipse.disc(0, -0.48 * h, 0.1 * h, 0.4),
                    Ellipse.disc(0.03 * h, -0.3 * h, 0.06 * h, 0.4),
                    new Ellipse(0.12 * h, 0.12 * h, 0.25 * outer * h, 0.21 * outer * h, 30, muscle - 0.3),
                    new Ellipse(0.12 * h, 0.12 * h, 0.16 * inner * h, 0.13 * inner * h, 30, blood - muscle))));
        }
        return new DynamicPhantom(frames);
    }

    /** The contrast agent's concentration at a time of the series, in which it peaks a quarter of the series after its arrival. */
    private static double bolus(double time, double arrival) {
        double t = Math.max(0, 4 * (time - arrival));
        return t * t * Math.exp(2 - 2 * t);
    }

    /**
     * Pixel means of all frames ({@link EllipsePhantom#render}).
     *
     * @param image a real image with axes X, Y
     * @param supersampling points along each side of a pixel
     * @return axes X, Y, TIME
     */
    public Image render(Space image, int supersampling) {
        Image series = Image.zeros(image.with(new Axis(Role.TIME, frames.size())));
        for (int k = 0; k < frames.size(); k++) {
            float[] frame = frames.get(k).render(image, supersampling).data();
            System.arraycopy(frame, 0, series.data(), k * frame.length, frame.length);
        }
        return series;
    }
}
