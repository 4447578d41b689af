package org.preimage.examples.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.preimage.operators.raw.KSpacePlan;
import org.preimage.operators.spec.MriSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is reconstructed of a file of raw k-space that comes without a SPEC, and with which sensitivities. */
final class CoilOptions {
    @Mixin
    private FrameOptions frame = new FrameOptions();

    @Option(names = "--series", description = "Raw k-space: all repetitions, as a series in time.")
    private boolean series;

    @Option(
            names = "--coils",
            paramLabel = "HOW",
            defaultValue = "espirit",
            description = {
                "Raw k-space: sensitivities by espirit (default) or adaptive, from a file, or none for methods that combine",
                "coils by the root of the sum of squares."
            })
    private String coils;

    @Option(
            names = "--maps",
            paramLabel = "N",
            defaultValue = "1",
            description = "Raw k-space: maps of each coil by espirit.")
    private int maps;

    @Option(
            names = "--virtual-coils",
            paramLabel = "N",
            description = "Raw k-space: compress the data to so many coils first.")
    private Integer virtualCoils;

    /** Whether anything was asked for. */
    boolean isGiven() {
        return !plan().equals(KSpacePlan.DEFAULT);
    }

    KSpacePlan plan() {
        if (maps < 1) {
            throw new IllegalArgumentException("--maps is " + maps + ", but must be at least 1");
        }
        OptionalInt compressed = virtualCoils == null ? OptionalInt.empty() : OptionalInt.of(virtualCoils);
        for (MriSpec.Way way : MriSpec.Way.values()) {
            if (way.name().toLowerCase(Locale.ROOT).equals(coils)) {
                if (maps > 1 && way != MriSpec.Way.ESPIRIT) {
                    throw new IllegalArgumentException("--maps is " + maps + ", but only espirit makes several");
                }
                return new KSpacePlan(
                        frame.frame(), series, new MriSpec.Estimated(way, maps), Optional.empty(), compressed);
            }
        }
        if (maps > 1) {
            throw new IllegalArgumentException("--maps is for espirit; a file says itself how many maps it has");
        }
        return new KSpacePlan(
                frame.frame(), series, KSpacePlan.DEFAULT.coils(), Optional.of(Path.of(coils)), compressed);
    }
}
