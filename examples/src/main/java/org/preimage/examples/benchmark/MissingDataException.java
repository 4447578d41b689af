package org.preimage.examples.benchmark;

import java.io.IOException;

/** Data that a suite cannot do without are not where it looks for them; the message is one sentence. */
public final class MissingDataException extends IOException {
    private static final long serialVersionUID = 1;

    public MissingDataException(String sentence) {
        super(sentence);
    }
}
