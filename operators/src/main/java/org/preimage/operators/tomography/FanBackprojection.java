package org.preimage.operators.tomography;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/**
 * Pixel-driven back-projection of a fan beam, the last step of its filtered back-projection: b(x, y) = sum over the angles t
 * of (R / L)^2 q(t, u(x, y)), with q interpolated linearly between cells and 0 beyond the first and the last. L is the
 * pixel's distance from the source: along the central ray for a flat detector, straight for a curved one.
 *
 * <p>Positions are floats, good to some 1e-7 of the detector's length.
 *
 * <p>A. C. Kak, M. Slaney, Principles of Computerized Tomographic Imaging, IEEE Press, 1988, section 3.4.
 */
public final class FanBackprojection {
    /** Rows of the image, and angles, that are handled together. */
    private static final int TILE = 16;

    private final FanBeam beam;
    private final FanFrame frame;

    /** @param beam image and sinogram */
    public FanBackprojection(FanBeam beam) {
        this.beam = beam;
        this.frame = new FanFrame(beam);
    }

    /**
     * Back-projects into the given array, whose old content is arbitrary.
     *
     * @param sinogram values of the beam's sinogram
     * @param image receives values of the beam's image
     * @throws IllegalArgumentException if a length does not fit
     */
    public void apply(float[] sinogram, float[] image) {
        beam.sinogram().require("sinogram", sinogram);
        beam.image().require("image", image);
        int nx = frame.nx;
        float[] padded = padded(sinogram);
        Parallel.ranges(frame.ny, TILE, (from, to) -> {
            float[] columns = new float[nx];
            for (int c = 0; c < nx; c++) {
                columns[c] = (float) (c - (nx - 1) / 2.0);
            }
            float[] position = new float[nx];
            float[] weight = new float[nx];
            java.util.Arrays.fill(image, from * nx, to * nx, 0);
            for (int tile = from; tile < to; tile += TILE) {
                for (int block = 0; block < frame.views; block += TILE) {
                    for (int r = tile; r < Math.min(to, tile + TILE); r++) {
                        for (int a = block; a < Math.min(frame.views, block + TILE); a++) {
                            place(a, (frame.ny - 1) / 2.0 - r, columns, position, weight);
                            gather(padded, a * (frame.cells + 3), position, weight, image, r * nx);
                        }
                    }
                }
            }
        });
    }

    /** The back-projection as a new image. */
    public Image apply(Image sinogram) {
        beam.sinogram().requireShape("sinogram", sinogram.space());
        Image image = Image.zeros(beam.image());
        apply(sinogram.data(), image.data());
        return image;
    }

    /** Projections with a zero before and two behind. */
    private float[] padded(float[] sinogram) {
        int stride = frame.cells + 3;
        float[] out = new float[Math.multiplyExact(stride, frame.views)];
        for (int a = 0; a < frame.views; a++) {
            System.arraycopy(sinogram, a * frame.cells, out, a * stride + 1, frame.cells);
        }
        return out;
    }

    /** Where the pixels of a row fall on the padded detector, and their weights. The loops are such that they vectorise. */
    private void place(int view, double y, float[] columns, float[] position, float[] weight) {
        float sin = (float) frame.sin[view];
        float cos = (float) frame.cos[view];
        float depth0 = (float) (frame.radius + y * frame.cos[view]);
        float side0 = (float) (y * frame.sin[view]);
        float scale = (float) (beam.sourceToDetector() / beam.spacing());
        float center = (float) (beam.center() + 1);
        float last = frame.cells + 1;
        float r = (float) frame.radius;
        if (beam.shape() == FanBeam.Shape.FLAT) {
            for (int c = 0; c < columns.length; c++) {
                float inverse = 1 / (depth0 - columns[c] * sin);
                float u = (side0 + columns[c] * cos) * inverse * scale + center;
                position[c] = Math.max(0, Math.min(last, u));
                weight[c] = (r * inverse) * (r * inverse);
            }
        } else {
            for (int c = 0; c < columns.length; c++) {
                float inverse = 1 / (depth0 - columns[c] * sin);
                float tangent = (side0 + columns[c] * cos) * inverse;
                float square = 1 + tangent * tangent;
                float u = angle(tangent, square) * scale + center;
                position[c] = Math.max(0, Math.min(last, u));
                weight[c] = (r * inverse) * (r * inverse) / square;
            }
        }
    }

    /** The arc tangent: halved twice, so that a short series is exact to a float. */
    private static float angle(float tangent, float square) {
        float half = tangent / (1 + (float) Math.sqrt(square));
        float z = half / (1 + (float) Math.sqrt(1 + half * half));
        float q = z * z;
        return 4 * z * (1 - q * (1 / 3f - q * (1 / 5f - q * (1 / 7f - q * (1 / 9f - q * (1 / 11f - q / 13))))));
    }

    private static void gather(float[] q, int at, float[] position, float[] weight, float[] image, int row) {
        // The nearest integer by adding a number so large that it has no fraction: in JDK 17 converting an int is slow.
        float shift = 0x1.8p23f;
        int bits = Float.floatToRawIntBits(shift);
        for (int c = 0; c < position.length; c++) {
            float u = position[c];
            float t = (u - 0.5f) + shift;
            int k = at + Float.floatToRawIntBits(t) - bits;
            float left = q[k];
            image[row + c] += weight[c] * (left + (u - (t - shift)) * (q[k + 1] - left));
        }
    }
}
