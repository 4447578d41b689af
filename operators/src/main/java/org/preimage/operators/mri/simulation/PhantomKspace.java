package org.preimage.operators.mri.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.Ellipse;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.Ellipsoid;
import org.preimage.operators.phantom.EllipsoidPhantom;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The exact k-space of ellipses and ellipsoids, at any point: their Fourier integral
 *
 * <pre>F(u) = integral f(r) exp(-2 pi i u . r) dr,
 * ellipse:   value a b J_1(2 pi q) / q,  ellipsoid:  value a b c (sin(2 pi q) - 2 pi q cos(2 pi q)) / (2 pi<sup>2</sup> q<sup>3</sup>),</pre>
 *
 * with q the length of u after the axes of the body are scaled to 1, times exp(-2 pi i u . centre) (M. van de Walle, H. H.
 * Barrett, K. J. Myers, M. I. Altbach, B. Desplanques, A. F. Gmitro, J. Cornelis and I. Lemahieu, Reconstruction of MR images
 * from data acquired on a general nonregular grid by pseudoinverse calculation, IEEE Trans. Med. Imaging 19, 1160-1167, 2000;
 * C. G. Koay, J. E. Sarlls and E. Oezarslan, Three-dimensional analytical magnetic resonance imaging phantom in the Fourier
 * domain, Magn. Reson. Med. 58, 430-436, 2007).
 *
 * <p>The data are those of an image of P pixels of this size whose Fourier sum is replaced by the integral: P<sup>-1/2</sup> F / (pixel
 * area), k = u N h in cycles per field of view. A phantom's origin is the middle of the image, which for even N lies half a pixel
 * before sample floor(N / 2), from which MRI counts: the data carry the phase of that shift exactly, so that their
 * inverse transform falls on the pixels of {@code EllipsePhantom.render}, whose rows run against y.
 */
public final class PhantomKspace {
    private final PixelFrame frame;
    private final List<Body> bodies;

    /** A body's Fourier integral. */
    @FunctionalInterface
    private interface Body {
        /** Adds the value at a frequency in cycles per mm, real and imaginary part. */
        void add(double u, double v, double w, double[] sum);
    }

    private PhantomKspace(Space image, List<Body> bodies) {
        this.frame = new PixelFrame(image);
        this.bodies = bodies;
    }

    /**
     * Of ellipses.
     *
     * @param phantom in mm
     * @param image axes X, Y
     */
    public static PhantomKspace of(EllipsePhantom phantom, Space image) {
        requireDimensions(image, 2);
        List<Body> bodies = new ArrayList<>();
        phantom.ellipses().forEach(e -> bodies.add(body(e)));
        return new PhantomKspace(image, bodies);
    }

    /**
     * Of ellipsoids.
     *
     * @param phantom in mm
     * @param image axes X, Y, Z
     */
    public static PhantomKspace of(EllipsoidPhantom phantom, Space image) {
        requireDimensions(image, 3);
        List<Body> bodies = new ArrayList<>();
        phantom.ellipsoids().forEach(e -> bodies.add(body(e)));
        return new PhantomKspace(image, bodies);
    }

    private static void requireDimensions(Space image, int dimensions) {
        if (image.dimensions() != dimensions) {
            throw new IllegalArgumentException(
                    "the image is " + image + ", but the phantom has " + dimensions + " dimensions");
        }
    }

    private static Body body(Ellipse e) {
        double cos = Math.cos(Math.toRadians(e.rotation()));
        double sin = Math.sin(Math.toRadians(e.rotation()));
        double scale = 2 * Math.PI * e.value() * e.a() * e.b();
        return (u, v, w, sum) -> {
            double x = e.a() * (u * cos + v * sin);
            double y = e.b() * (v * cos - u * sin);
            double q = Math.sqrt(x * x + y * y);
            shifted(scale * BesselJ1.over(2 * Math.PI * q), u * e.x() + v * e.y(), sum);
        };
    }

    private static Body body(Ellipsoid e) {
        double cos = Math.cos(Math.toRadians(e.rotation()));
        double sin = Math.sin(Math.toRadians(e.rotation()));
        double scale = 4 * Math.PI * e.value() * e.a() * e.b() * e.c();
        return (u, v, w, sum) -> {
            double x = e.a() * (u * cos + v * sin);
            double y = e.b() * (v * cos - u * sin);
            double z = e.c() * w;
            double t = 2 * Math.PI * Math.sqrt(x * x + y * y + z * z);
            shifted(scale * ball(t), u * e.x() + v * e.y() + w * e.z(), sum);
        };
    }

    /** (sin t - t cos t) / t<sup>3</sup>. */
    private static double ball(double t) {
        if (t < 0.05) {
            // Near 0 the difference loses its digits.
            double t2 = t * t;
            return 1 / 3.0 - t2 / 30 + t2 * t2 / 840;
        }
        return (Math.sin(t) - t * Math.cos(t)) / (t * t * t);
    }

    private static void shifted(double value, double cycles, double[] sum) {
        double phase = -2 * Math.PI * cycles;
        sum[0] += value * Math.cos(phase);
        sum[1] += value * Math.sin(phase);
    }

    /**
     * All of k-space.
     *
     * @param coils what the coils see; of the same image
     * @return complex, axes KX, KY, [KZ,] COIL
     */
    public Image cartesian(FourierSensitivities coils) {
        Space kspace = SamplingMask.frequencies(frame.space());
        int d = kspace.dimensions();
        return sampled(kspace.with(new Axis(Role.COIL, coils.coils())).complex(), coils, (i, k) -> {
            int rest = i;
            for (int a = 0; a < d; a++) {
                int n = kspace.size(a);
                k[a] = rest % n - n / 2;
                rest /= n;
            }
        });
    }

    /**
     * Along a trajectory.
     *
     * @param trajectory of as many dimensions as the phantom
     * @param coils what the coils see; of the same image
     * @return complex, axes SAMPLE, SHOT, COIL
     */
    public Image along(Trajectory trajectory, FourierSensitivities coils) {
        if (trajectory.dimensions() != frame.space().dimensions()) {
            throw new IllegalArgumentException("the trajectory has " + trajectory.dimensions()
                    + " dimensions, but the phantom has " + frame.space().dimensions());
        }
        return sampled(trajectory.data(coils.coils()), coils, (i, k) -> {
            for (int a = 0; a < trajectory.dimensions(); a++) {
                k[a] = trajectory.at(i, a);
            }
        });
    }

    /** Where sample {@code i} lies, in cycles per field of view. */
    @FunctionalInterface
    private interface Places {
        void at(int i, double[] k);
    }

    private Image sampled(Space data, FourierSensitivities coils, Places places) {
        coils.image().requireShape("the phantom's image", frame.space());
        Image out = Image.zeros(data);
        int samples = data.points() / coils.coils();
        int order = coils.order();
        Parallel.ranges(samples, 64, (from, to) -> {
            double[] k = new double[3];
            double[] value = new double[2];
            double[] sums = new double[2 * coils.coils()];
            for (int i = from; i < to; i++) {
                Arrays.fill(sums, 0);
                places.at(i, k);
                int term = 0;
                for (int ly = -order; ly <= order; ly++) {
                    for (int lx = -order; lx <= order; lx++) {
                        integral(k[0] - lx / 2.0, k[1] - ly / 2.0, k[2], value);
                        for (int c = 0; c < coils.coils(); c++) {
                            double re = coils.coefficient(c, term, 0);
                            double im = coils.coefficient(c, term, 1);
                            sums[2 * c] += re * value[0] - im * value[1];
                            sums[2 * c + 1] += re * value[1] + im * value[0];
                        }
                        term++;
                    }
                }
                for (int c = 0; c < coils.coils(); c++) {
                    out.data()[2 * (c * samples + i)] = (float) sums[2 * c];
                    out.data()[2 * (c * samples + i) + 1] = (float) sums[2 * c + 1];
                }
            }
        });
        return out;
    }

    /** The data of one coil that sees everything alike, at a point in cycles per field of view. */
    private void integral(double kx, double ky, double kz, double[] value) {
        Space space = frame.space();
        boolean volume = space.dimensions() == 3;
        double shift = kx * frame.middle(0) / space.size(0) + ky * frame.middle(1) / space.size(1);
        double area = space.spacing(0) * space.spacing(1);
        double w = 0;
        if (volume) {
            shift += kz * frame.middle(2) / space.size(2);
            area *= space.spacing(2);
            w = kz / (space.size(2) * space.spacing(2));
        }
        double[] sum = new double[2];
        for (Body body : bodies) {
            // A phantom's y runs against the rows.
            body.add(kx / (space.size(0) * space.spacing(0)), -ky / (space.size(1) * space.spacing(1)), w, sum);
        }
        double scale = 1 / (area * Math.sqrt(space.points()));
        double cos = scale * Math.cos(2 * Math.PI * shift);
        double sin = -scale * Math.sin(2 * Math.PI * shift);
        value[0] = sum[0] * cos - sum[1] * sin;
        value[1] = sum[0] * sin + sum[1] * cos;
    }
}
