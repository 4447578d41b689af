package org.preimage.plugins;

import ij.ImagePlus;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Plugin;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;

/**
 * Groovy and Jython as in Fiji's script editor: SciJava reads the lines that begin with #@, the language's own engine runs the
 * script. Fiji's adapters for the two are not on Maven Central.
 */
public final class ScriptLanguages {
    private ScriptLanguages() {}

    @Plugin(type = ScriptLanguage.class, name = "Groovy")
    public static final class Groovy extends AdaptedScriptLanguage {
        public Groovy() {
            super("groovy");
        }
    }

    @Plugin(type = ScriptLanguage.class, name = "Python")
    public static final class Jython extends AdaptedScriptLanguage {
        public Jython() {
            super("jython");
        }

        @Override
        public List<String> getExtensions() {
            return List.of("py");
        }
    }

    /**
     * Runs a script to its end.
     *
     * @param extension "groovy" or "py"
     * @param inputs keys and values of its parameters
     * @return its outputs by name
     */
    public static Map<String, Object> run(Context context, String extension, String script, Object... inputs) {
        ScriptService scripts = context.service(ScriptService.class);
        // In Fiji its legacy layer names this class.
        scripts.addAlias(ImagePlus.class);
        try {
            ScriptModule module =
                    scripts.run("script." + extension, script, true, inputs).get();
            return new LinkedHashMap<>(module.getOutputs());
        } catch (Exception e) {
            throw new IllegalStateException(script, e);
        }
    }

    /**
     * Runs a command from a script that names every input, as one would write it; images and files are parameters of the
     * script, inputs that are not given have their defaults.
     */
    public static CommandModule call(
            Lab lab, String extension, Class<? extends Command> command, Map<String, Object> given) {
        boolean python = extension.equals("py");
        StringBuilder head = new StringBuilder("#@ CommandService commands\n");
        StringBuilder call = new StringBuilder(python ? "True" : "true");
        List<Object> objects = new ArrayList<>();
        for (ModuleItem<?> input : lab.inputs(command)) {
            String key = input.getName();
            Object value = given.containsKey(key) ? given.get(key) : lab.defaultOf(command, key);
            call.append(", \"").append(key).append("\", ");
            if (value instanceof ImagePlus || value instanceof File) {
                head.append("#@ " + input.getType().getSimpleName() + " " + key + "\n");
                objects.addAll(List.of(key, value));
                call.append(key);
            } else {
                call.append(literal(value, python));
            }
        }
        String name = command.getSimpleName();
        String script = head + "#@output Object module\n"
                + (python ? "from " + command.getPackageName() + " import " + name : "import " + command.getName())
                + "\nmodule = commands.run(" + name + ", " + call + ").get()\n";
        return (CommandModule)
                run(lab.context(), extension, script, objects.toArray()).get("module");
    }

    private static String literal(Object value, boolean python) {
        if (value == null) {
            return python ? "None" : "null";
        }
        if (value instanceof Boolean flag && python) {
            return flag ? "True" : "False";
        }
        return value instanceof String ? "\"" + value + "\"" : value.toString();
    }
}
