package org.preimage.priors.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import org.preimage.priors.tensor.Tensor;

/**
 * The square of the sliced Wasserstein distance between two sets of images or patches as points x_i and y_i of R<sup>D</sup>, of as
 * many points each: over random directions u of length 1, along each of which the best transport is from rank to rank,
 *
 * <pre>1/L sum_u 1/N sum_i |&lt;u, x&gt;_(i) - &lt;u, y&gt;_(i)|<sup>2</sup>.</pre>
 *
 * <p>Rabin, Peyre, Delon and Bernot 2012, Wasserstein barycenter and its application to texture mixing, SSVM; Bonneel, Rabin, Peyre and
 * Pfister 2015, Sliced and Radon Wasserstein barycenters of measures, J. Math. Imaging Vis. 51.
 *
 * @param directions L, at least 1
 * @param seed of the directions, which are the same each time
 */
public record SlicedWasserstein(int directions, long seed) implements Loss {
    public SlicedWasserstein {
        if (directions < 1) {
            throw new IllegalArgumentException("directions are " + directions + ", but must be at least 1");
        }
    }

    /** @throws IllegalArgumentException if the sets differ in number or size of their points */
    @Override
    public Tensor of(Tensor images, Tensor targets) {
        int n = images.size(0);
        if (!Arrays.equals(images.shape(), targets.shape())) {
            throw new IllegalArgumentException("sets of the shapes " + Arrays.toString(images.shape()) + " and "
                    + Arrays.toString(targets.shape()) + " are compared, but both must have the same");
        }
        int values = Arrays.stream(images.shape()).skip(1).reduce(1, Math::multiplyExact);
        Tensor u = directions(values);
        Tensor exact = images.isDouble() ? u.toDoublePrecision() : u;
        Tensor x = exact.matrixTimes(images.reshape(n, values).permute(1, 0));
        Tensor y = exact.matrixTimes(targets.reshape(n, values).permute(1, 0));
        return sorted(x, n).minus(sorted(y, n)).square().mean();
    }

    /** [L, values], rows of length 1. */
    private Tensor directions(int values) {
        RandomGenerator random = Draws.of(seed, 0);
        float[] u = new float[directions * values];
        for (int l = 0; l < directions; l++) {
            double sum = 0;
            for (int i = l * values; i < (l + 1) * values; i++) {
                u[i] = (float) random.nextGaussian();
                sum += (double) u[i] * u[i];
            }
            for (int i = l * values; i < (l + 1) * values; i++) {
                u[i] /= (float) Math.sqrt(sum);
            }
        }
        return Tensor.of(u, directions, values);
    }

    /** Each row in rising order. The order itself has no slope. */
    private Tensor sorted(Tensor rows, int n) {
        double[] values = rows.detached().toDoubles();
        int[] order = new int[values.length];
        for (int l = 0; l < directions; l++) {
            Integer[] row = new Integer[n];
            Arrays.setAll(row, i -> i);
            int from = l * n;
            Arrays.sort(row, Comparator.comparingDouble(i -> values[from + i]));
            for (int i = 0; i < n; i++) {
                order[from + i] = from + row[i];
            }
        }
        return rows.reshape(directions * n).take(Tensor.indices(order));
    }
}
