package org.preimage.plugins.help;

import ij.measure.ResultsTable;
import java.util.List;
import java.util.stream.Collectors;
import org.preimage.plugins.Job;
import org.preimage.plugins.Work;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Help &gt; List Methods */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Help>List Methods",
        description = "Shows a table of all methods: what each does, what it takes, its parameters, its paper")
public final class MethodsCommand extends Work {
    @Override
    protected String name() {
        return "List Methods";
    }

    @Override
    protected void work() {
        List<Method> all = LearnedMethods.all();
        try (Job job = job(1)) {
            job.begin(0);
            ResultsTable table = new ResultsTable();
            for (Method method : all) {
                table.incrementCounter();
                table.addValue("Method", method.name());
                table.addValue("What it does", method.summary());
                table.addValue("Takes", String.join(", ", method.operators()));
                table.addValue(
                        "Parameters",
                        method.parameters().stream()
                                .map(p -> p.name() + "=" + p.defaultValue())
                                .collect(Collectors.joining(" ")));
                table.addValue("Reference", method.reference());
            }
            table.show("Methods of Preimage");
            job.end(name() + ": " + all.size() + " methods");
        }
    }
}
