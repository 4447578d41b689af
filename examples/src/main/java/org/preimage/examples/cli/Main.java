package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import org.preimage.examples.report.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code preimage}. */
@Command(
        name = "preimage",
        description = "Image reconstruction from indirect measurements.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a fault of the program",
            "2:bad usage or bad input",
            "3:cancelled",
            "4:a row fell below its gate"
        },
        subcommands = {
            MethodsCommand.class,
            OperatorCommand.class,
            SimulateCommand.class,
            ReconstructCommand.class,
            CompareCommand.class,
            BenchmarkCommand.class,
            TrainCommand.class,
            CalibrateCommand.class,
            DataCommand.class
        })
public final class Main implements Runnable {
    static final int DONE = 0;
    static final int FAULT = 1;
    static final int BAD_INPUT = 2;
    static final int CANCELLED = 3;
    static final int BELOW_GATE = 4;

    @Spec
    private CommandSpec spec;

    /** What --version prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"preimage " + Environment.version() + " (commit " + Environment.commit() + ")"};
        }
    }

    public static void main(String[] args) {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        Cancellation.onInterrupt(() -> commandLine().execute(args));
    }

    /** The command line, which writes to the standard streams unless told otherwise. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::badUsage)
                .setExecutionExceptionHandler((e, line, parsed) -> failed(e, line.getErr()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; preimage --help lists them");
    }

    private static int badUsage(ParameterException e, String[] args) {
        if (e.getCause() != null && !(e.getCause() instanceof CommandLine.TypeConversionException)) {
            return failed(
                    new IllegalArgumentException(oneLine(e.getMessage())),
                    e.getCommandLine().getErr());
        }
        return say(e.getCommandLine().getErr(), oneLine(e.getMessage()), BAD_INPUT);
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof CancellationException) {
            return say(err, "cancelled", CANCELLED);
        }
        if (e instanceof IllegalArgumentException || e instanceof InvalidPathException) {
            return say(err, oneLine(e.getMessage()), BAD_INPUT);
        }
        if (e instanceof UncheckedIOException unchecked) {
            return say(err, sentence(unchecked.getCause()), BAD_INPUT);
        }
        if (e instanceof IOException io) {
            return say(err, sentence(io), BAD_INPUT);
        }
        say(err, "a fault of the program, please report it: " + e, FAULT);
        e.printStackTrace(err);
        return FAULT;
    }

    /** Some exceptions of Java's have nothing but a file name as message. */
    private static String sentence(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no file " + e.getMessage();
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied: " + e.getMessage();
        }
        if (e instanceof FileSystemException && ((FileSystemException) e).getReason() == null) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        return oneLine(String.valueOf(e.getMessage()));
    }

    private static String oneLine(String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static int say(PrintWriter err, String sentence, int code) {
        err.println("preimage: " + sentence);
        err.flush();
        return code;
    }
}
