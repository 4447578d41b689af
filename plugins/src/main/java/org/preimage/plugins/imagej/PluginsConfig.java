package org.preimage.plugins.imagej;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.Context;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/** The menu as ImageJ reads it, a line for each command that SciJava finds: Plugins>Preimage>CT, "CT Reconstruct...", class("command"). */
public final class PluginsConfig {
    private PluginsConfig() {}

    /** Writes plugins.config: the build does so. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (Context context = new Context()) {
            Files.write(file, lines(context));
        }
    }

    /** The lines, in alphabetical order as they stand in Fiji's menu. */
    static List<String> lines(Context context) {
        List<String> lines = new ArrayList<>();
        for (CommandInfo command : context.service(CommandService.class).getCommands()) {
            if (command.getMenuPath().size() > 1
                    && command.getMenuPath().get(1).getName().equals("Preimage")) {
                lines.add(line(command));
            }
        }
        lines.sort(null);
        return lines;
    }

    private static String line(CommandInfo command) {
        MenuPath menu = command.getMenuPath();
        String leaf = menu.getLeaf().getName();
        String above = menu.getMenuString(false).replace(" > ", ">");
        return above + ", \"" + leaf + "\", " + CommandPlugIn.class.getName() + "(\"" + command.getClassName() + "\")";
    }
}
