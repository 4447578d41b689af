package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.DerivativeTest;
import org.preimage.operators.DotTest;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.space.Image;
import org.preimage.operators.spec.OperatorSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "operator", description = "Apply a forward operator or its adjoint to an array, or check the two.")
final class OperatorCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "operator needs one of apply, adjoint, check");
    }

    @Command(name = "apply", description = "Write A x, for an image x.")
    int apply(
            @Parameters(paramLabel = "SPEC", description = "The operator as JSON.") Path spec,
            @Option(names = "--in", required = true, paramLabel = "FILE", description = "The image.") Path in,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.") Path out)
            throws IOException {
        Outputs.requireWritable(out);
        OperatorSpec operator = OperatorSpec.read(spec);
        Image x = operator.image(ImageFiles.read(in));
        Outputs.write(out, operator.operator().apply(x));
        return Main.DONE;
    }

    @Command(name = "adjoint", description = "Write A* y, for data y.")
    int adjoint(
            @Parameters(paramLabel = "SPEC", description = "The operator as JSON.") Path spec,
            @Option(names = "--in", required = true, paramLabel = "FILE", description = "The data.") Path in,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.") Path out)
            throws IOException {
        Outputs.requireWritable(out);
        OperatorSpec operator = OperatorSpec.read(spec);
        Image y = operator.data(ImageFiles.read(in));
        Outputs.write(out, operator.linear("the adjoint").adjoint(y));
        return Main.DONE;
    }

    @Command(
            name = "check",
            description =
                    "Run the dot test: is the adjoint the operator's adjoint? Of operators that are not linear, test the derivative.")
    int check(
            @Parameters(paramLabel = "SPEC", description = "The operator as JSON.") Path file,
            @Option(names = "--seed", defaultValue = "1", description = "Of the random vectors (${DEFAULT-VALUE}).")
                    long seed)
            throws IOException {
        OperatorSpec operator = OperatorSpec.read(file);
        Operator f = operator.operator();
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        String found;
        boolean passed;
        if (f instanceof LinearOperator a) {
            DotTest test = DotTest.of(a, random);
            found = test.message();
            passed = test.passed();
        } else {
            DerivativeTest test = DerivativeTest.of(f, random);
            found = "not linear; " + test.message();
            passed = test.passed();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(operator.name() + ", " + f.domain() + " -> " + f.range() + ": " + found);
        out.flush();
        if (!passed) {
            // Our own operators have to pass: the fault is not the user's.
            throw new IllegalStateException("the operator fails its test");
        }
        return Main.DONE;
    }
}
