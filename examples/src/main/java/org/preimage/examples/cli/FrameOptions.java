package org.preimage.examples.cli;

import org.preimage.operators.file.KSpaceFrame;
import picocli.CommandLine.Option;

/** Which image of a file of raw k-space is meant. */
final class FrameOptions {
    @Option(names = "--slice", paramLabel = "N", defaultValue = "0", description = "Raw k-space: slice, from 0.")
    private int slice;

    @Option(names = "--contrast", paramLabel = "N", defaultValue = "0", description = "Raw k-space: echo, from 0.")
    private int contrast;

    @Option(names = "--phase", paramLabel = "N", defaultValue = "0", description = "Raw k-space: phase, from 0.")
    private int phase;

    @Option(
            names = "--repetition",
            paramLabel = "N",
            defaultValue = "0",
            description = "Raw k-space: repetition, from 0.")
    private int repetition;

    @Option(
            names = "--encoding-set",
            paramLabel = "N",
            defaultValue = "0",
            description = "Raw k-space: set of different preparation, from 0.")
    private int set;

    /** The image meant. */
    KSpaceFrame frame() {
        return new KSpaceFrame(slice, contrast, phase, repetition, set);
    }
}
