package org.preimage.priors.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How noise comes over an image as time goes from 0 to 1: x_t = a(t) x + b(t) e with standard normal e, of images of unit variance.
 *
 * <p>z = x_t / a(t) = x + s(t) e with the level s(t) = b(t) / a(t), and in z every such process is the same one but for the pace at
 * which s rises. So samplers here work on z and know levels only.
 *
 * <p>Song, Sohl-Dickstein, Kingma, Kumar, Ermon and Poole 2021, Score-based generative modeling through stochastic differential
 * equations, ICLR; in z as in Karras, Aittala, Aila and Laine 2022, Elucidating the design space of diffusion-based generative models,
 * NeurIPS.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "process")
@JsonSubTypes({
    @JsonSubTypes.Type(value = VarianceExploding.class, name = "variance-exploding"),
    @JsonSubTypes.Type(value = VariancePreserving.class, name = "variance-preserving")
})
public interface Diffusion {
    /** s(t), rising, for t from 0 to 1. */
    double level(double time);

    /** The time of a level: {@link #level} undone. */
    double time(double level);

    /** a(t). */
    double signal(double time);
}
