/**
 * The command line. Each command is one class; {@link org.preimage.examples.cli.Main} names them and turns what goes wrong
 * into one sentence and an exit code. Commands print to the command line's own writers, so that tests run them in place.
 */
package org.preimage.examples.cli;
