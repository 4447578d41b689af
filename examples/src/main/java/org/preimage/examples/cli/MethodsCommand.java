package org.preimage.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Parameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "methods", description = "List every method with what it takes, its parameters and its paper.")
final class MethodsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode array = new ObjectMapper().createArrayNode();
            LearnedMethods.all().forEach(m -> add(array, m));
            Outputs.json(out, array);
        } else {
            LearnedMethods.all().forEach(m -> print(out, m));
        }
        return Main.DONE;
    }

    private static void add(ArrayNode array, Method method) {
        ObjectNode node = array.addObject().put("name", method.name()).put("summary", method.summary());
        ArrayNode operators = node.putArray("operators");
        method.operators().forEach(operators::add);
        ArrayNode parameters = node.putArray("parameters");
        for (Parameter p : method.parameters()) {
            parameters
                    .addObject()
                    .put("name", p.name())
                    .put("default", p.defaultValue())
                    .put("unit", p.unit())
                    .put("help", help(p));
        }
        node.put("reference", method.reference());
    }

    private static String help(Parameter p) {
        return p.choices().isEmpty() ? p.help() : p.help() + " One of " + String.join(", ", p.choices()) + ".";
    }

    private static void print(PrintWriter out, Method method) {
        out.println(method.name() + ": " + method.summary());
        out.println("  operators: " + String.join(", ", method.operators()));
        for (Parameter p : method.parameters()) {
            String unit = p.unit().isEmpty() ? "" : " [" + p.unit() + "]";
            out.println("  " + p.name() + "=" + p.defaultValue() + unit + ": " + help(p));
        }
        out.println("  reference: " + method.reference());
        out.println();
        out.flush();
    }
}
