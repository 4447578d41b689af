package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Progress on standard error, where that is a terminal or the user asks: one bar for each stage of the work. */
final class ProgressDisplay implements Listener, AutoCloseable {
    /** The option that commands with progress have. */
    static final class Choice {
        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec;

        @Option(
                names = "--progress",
                negatable = true,
                description = "Show progress on standard error; by default where that is a terminal.")
        private Boolean asked;

        ProgressDisplay open() {
            boolean terminal = standardErrorIsTerminal();
            boolean show = asked == null ? terminal : asked;
            return new ProgressDisplay(show ? spec.commandLine().getErr() : null, terminal);
        }
    }

    private final PrintWriter err;
    private final boolean terminal;
    private String label = "";
    private String stage;
    private ProgressBar bar;

    private ProgressDisplay(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** What stands before the name of the stage. */
    void label(String text) {
        label = text;
    }

    @Override
    public boolean onIteration(Progress progress) {
        if (err != null) {
            if (bar == null || !progress.stage().equals(stage) || progress.iteration() <= bar.getCurrent()) {
                close();
                stage = progress.stage();
                bar = open(label + stage, progress.maxIterations());
            }
            bar.stepTo(progress.iteration());
            if (progress.last() != null && Double.isFinite(progress.last().residual())) {
                bar.setExtraMessage(String.format(
                        Locale.ROOT, "residual %.1e", progress.last().residual()));
            }
        }
        return !Cancellation.asked();
    }

    private ProgressBar open(String name, long max) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(max)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(terminal ? 200 : 2000)
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(System.err)
                                : new DelegatingProgressBarConsumer(line -> {
                                    err.println(line);
                                    err.flush();
                                }))
                .build();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    /** Linux tells for standard error itself; elsewhere a console of Java's has to stand for it. */
    private static boolean standardErrorIsTerminal() {
        try {
            String device = Path.of("/proc/self/fd/2").toRealPath().toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException e) {
            return System.console() != null
                    && System.getenv("TERM") != null
                    && !Path.of("/proc/self").toFile().exists();
        }
    }
}
