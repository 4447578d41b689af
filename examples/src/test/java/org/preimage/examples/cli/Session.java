package org.preimage.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One call of the command line with what it printed. */
record Session(int code, String out, String err) {
    static Session run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = new String[args.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = args[i].toString();
        }
        int code = line.execute(words);
        line.getOut().flush();
        line.getErr().flush();
        return new Session(code, out.toString(), err.toString());
    }
}
