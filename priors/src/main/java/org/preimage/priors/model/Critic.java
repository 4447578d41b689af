package org.preimage.priors.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Weights;

/**
 * A number for each image that tells real images from bad reconstructions: low for the first, high for the second. With a
 * Lipschitz constant of 1 in the images' own unit, the difference of its means over two sets of images is at most their
 * Wasserstein-1 distance, and as a regulariser its slope is at most 1.
 */
@JsonSubTypes({
    @JsonSubTypes.Type(value = ConvexCritic.class, name = "convex-critic"),
    @JsonSubTypes.Type(value = NetworkCritic.class, name = "network-critic")
})
public interface Critic extends Architecture {
    /**
     * The numbers.
     *
     * @param images [N, c, H, W] of any size, in their unit
     * @return [N, 1, 1, 1]
     */
    Tensor value(Tensor images, Bound weights);

    /** Channels of the images: 1 for real, 2 for complex ones. */
    int channels();

    /** A tenth of the images' range: what is 1 for its networks. */
    double unit();

    /** Whether the number is a convex function of the image, whatever the weights, if they are {@link #project}ed. */
    default boolean convex() {
        return false;
    }

    /** The mu for which the number minus mu/2 |x|<sup>2</sup> is still convex; 0 for critics that are not convex. */
    default double strongConvexity() {
        return 0;
    }

    /** Brings weights to the nearest ones that are allowed. */
    default void project(Weights weights) {}
}
