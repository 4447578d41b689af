package org.preimage.priors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/** Every network: first and second derivatives by input and weights, garbage, handles. A new network needs a line here. */
class NetworkGradientTest {
    private record Case(String name, Network network, GradientCheck.Map map, int[]... shapes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String detail, Network network, int... shape) {
        String name = network.getClass().getSimpleName();
        return new Case(
                detail.isEmpty() ? name : name + " " + detail, network, (w, x) -> network.forward(x[0], w), shape);
    }

    private static Case conditioned(String detail, Conditional network, int... shape) {
        return new Case(
                network.getClass().getSimpleName() + " " + detail,
                network,
                (w, x) -> network.forward(x[0], x[1], w),
                shape,
                new int[] {shape[0], network.conditions()});
    }

    private static Style style(Activation activation, Normalization normalization) {
        return new Style(activation, normalization, 3, 2, 0);
    }

    static Stream<Case> cases() {
        Style smooth = style(Activation.SILU, Normalization.GROUP);
        UNet unet = UNet.of(4, 6, 8);
        return Stream.of(
                of("", new Identity(), 2, 3, 4, 5),
                of("", new Relu(), 2, 3, 4, 5),
                of("", new LeakyRelu(0.1), 2, 3, 4, 5),
                of("", new Prelu(3, 0.25), 2, 3, 4, 5),
                of("", new Silu(), 2, 3, 4, 5),
                of("", new Softplus(), 2, 3, 4, 5),
                of("", new Sigmoid(), 2, 3, 4, 5),
                of("", new Convolution(3, 2, 3), 2, 3, 6, 5),
                of("dilated", new Convolution(3, 2, 3).dilated(2), 2, 3, 6, 5),
                of("strided", new Convolution(3, 2, 5).strided(2), 2, 3, 7, 6),
                of("", new TransposedConvolution(3, 2, 2), 2, 3, 4, 5),
                of("", new Linear(4, 3), 2, 4),
                of("", new Flattening(), 2, 3, 4, 5),
                of("", new ChannelAffine(3), 2, 3, 4, 5),
                of("", new GroupNormalization(4, 2, 1e-5), 2, 4, 3, 5),
                of("of instances", GroupNormalization.instance(3), 2, 3, 4, 5),
                new Case(
                        "Dropout",
                        new Dropout(0.3, false),
                        (w, x) -> new Dropout(0.3, false).forward(x[0], w.drawing(GradientCheck.random(4))),
                        new int[] {2, 3, 4, 5}),
                of("maximum", new Pooling(2, true), 2, 3, 5, 4),
                of("mean", new Pooling(2, false), 2, 3, 5, 4),
                of("smooth", new Enlarging(3, true), 2, 3, 4, 5),
                of("nearest", new Enlarging(2, false), 2, 3, 4, 5),
                of("", Sequence.of(new Convolution(2, 3, 3), new Relu(), new Convolution(3, 1, 3)), 2, 2, 5, 4),
                of("", new Residual(new Convolution(2, 2, 3)), 2, 2, 5, 4),
                of("", new ConvolutionBlock(2, 4, smooth), 2, 2, 5, 4),
                of("", new ResidualBlock(2, 4, smooth), 2, 2, 5, 4),
                of("", unet, 2, 1, 8, 12),
                of("of an odd size", unet.between(2, 1), 1, 2, 7, 9),
                of(
                        "with strides and maxima",
                        unet.with(new UNet.Sampling(Downsampling.MAXIMUM, Upsampling.TRANSPOSED))
                                .with(style(Activation.PRELU, Normalization.INSTANCE)),
                        1,
                        1,
                        8,
                        8),
                of(
                        "with nearest",
                        unet.with(new UNet.Sampling(Downsampling.STRIDED, Upsampling.NEAREST))
                                .withSkips(0, 2)
                                .direct()
                                .with(style(Activation.LEAKY_RELU, Normalization.AFFINE)),
                        1,
                        1,
                        8,
                        8),
                conditioned("with conditions", unet.with(smooth).conditioned(4), 2, 1, 8, 8),
                new Case(
                        "UNet with dropout",
                        unet.with(Style.PLAIN.withDropout(0.2)),
                        (w, x) -> unet.with(Style.PLAIN.withDropout(0.2))
                                .forward(x[0], w.drawing(GradientCheck.random(4))),
                        new int[] {1, 1, 8, 8}),
                of(
                        "",
                        new SkipNetwork(1, 1, List.of(3, 4, 5), 2, style(Activation.LEAKY_RELU, Normalization.AFFINE)),
                        1,
                        1,
                        9,
                        10),
                of("of an odd size", new Folded(new Convolution(8, 4, 3), 2), 2, 2, 5, 6),
                of("", new FoldedResidual(2, 1, 4, 2, 2, 0.3), 2, 2, 6, 8),
                of("of an odd size", new FoldedResidual(1, 1, 4, 1, 3, 0.3), 1, 1, 7, 5),
                of("", new DnCnn(1, 0, 4, 5), 2, 1, 7, 6),
                of("with a map of noise", new DnCnn(1, 1, 4, 5), 2, 2, 7, 6),
                of("", new InputConvex(1, 4, 3, 3, Activation.LEAKY_RELU, 0.5), 2, 1, 6, 5),
                of("smooth", new InputConvex(1, 4, 3, 3, Activation.SOFTPLUS, 0), 2, 1, 6, 5));
    }

    /** Normal weights, so that none is at a value where something vanishes. */
    private static Weights weights(Network network) {
        Layout layout = network.layout();
        Weights weights = Weights.initial(layout, GradientCheck.random(1));
        var random = GradientCheck.random(2);
        for (int i = 0; i < weights.values().length; i++) {
            weights.values()[i] += (float) (0.1 * random.nextGaussian());
        }
        return weights;
    }

    private static GradientCheck once(Case c) {
        return GradientCheck.of(c.name, c.map, weights(c.network), c.shapes);
    }

    private static GradientCheck twice(Case c) {
        return GradientCheck.of(c.name + ", twice", GradientCheck.gradientNorm(c.map, 5), weights(c.network), c.shapes);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAgreeWithDifferences(Case c) {
        once(c).againstDifferences(1e-5);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfGradientsAgreeWithDifferences(Case c) {
        twice(c).againstDifferences(1e-4);
    }

    @Test
    void gradientsSurviveGarbage() {
        GradientCheck.surviveGarbage(cases().map(NetworkGradientTest::once).toList());
        GradientCheck.surviveGarbage(cases().map(NetworkGradientTest::twice).toList());
    }

    @Test
    void everyNetworkHasItsCase() {
        Set<String> networks = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.preimage.priors.network")
                        .stream()
                        .filter(c -> c.isAssignableTo(Network.class) && !c.isInterface())
                        .filter(c -> !c.getModifiers().contains(JavaModifier.PRIVATE))
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tested =
                cases().map(c -> c.network.getClass().getSimpleName()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(networks, tested);
    }

    /** As a card of a model holds it. */
    @Test
    void everyNetworkIsReadBackFromJson() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        for (Network network : cases().map(Case::network).toList()) {
            String text = json.writerFor(Network.class).writeValueAsString(network);
            assertEquals(network, json.readValue(text, Network.class), text);
        }
    }

    @Test
    void everyKindOfLayerCanBeMade() {
        Arrays.stream(Activation.values()).forEach(a -> a.layer(4).layout());
        Arrays.stream(Normalization.values()).forEach(a -> a.layer(6).layout());
        assertEquals(6, ((GroupNormalization) Normalization.GROUP.layer(6)).groups());
    }
}
