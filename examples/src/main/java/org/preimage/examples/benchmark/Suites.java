package org.preimage.examples.benchmark;

import java.util.List;
import java.util.stream.Collectors;

/** The list of suites: a suite is added here. */
public final class Suites {
    private static final List<Suite> ALL = List.of(
            new FoundationSuite(),
            new SparseViewSuite(),
            new LimitedAngleSuite(),
            new LowDoseSuite(),
            new RealScanSuite(),
            new MriCartesianSuite(),
            new MriRadialSuite(),
            new DenoiseSuite(),
            new DeblurSuite(),
            new InpaintSuite(),
            new SuperResolutionSuite(),
            new CompressedSensingSuite(),
            PublishedSuites.ellipses(),
            PublishedSuites.bdgd(),
            PublishedSuites.sheppLogan(),
            new StabilitySuite(),
            new LearnedPriorsSuite(),
            new GenerativeSuite(),
            new DipUncertaintySuite(),
            new DiffusionSuite());

    private Suites() {}

    public static List<Suite> all() {
        return ALL;
    }

    /** @throws IllegalArgumentException if there is no suite of this name, naming those there are */
    public static Suite named(String name) {
        return ALL.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("suite \"" + name + "\" is unknown; the suites are "
                        + ALL.stream().map(Suite::name).collect(Collectors.joining(", "))));
    }
}
