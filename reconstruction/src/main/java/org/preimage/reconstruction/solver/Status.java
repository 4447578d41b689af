package org.preimage.reconstruction.solver;

/** How a run ended. Not to converge is a result, not an exception. */
public enum Status {
    /** The tolerance or the method's own goal was reached; direct methods end so too. */
    CONVERGED("converged"),
    /** The iterations ran out first. */
    ITERATION_LIMIT("stopped at the iteration limit"),
    /** The time ran out first. */
    TIME_LIMIT("stopped at the time limit"),
    /** A listener asked to stop; the result is the last iterate. */
    CANCELLED("cancelled"),
    /** The iterates stopped being finite; the result is the last one recorded before. */
    DIVERGED("diverged: the iterates are no longer finite");

    private final String message;

    Status(String message) {
        this.message = message;
    }

    /** The outcome in words, fit for a log line. */
    public String message() {
        return message;
    }
}
