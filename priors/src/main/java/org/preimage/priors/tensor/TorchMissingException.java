package org.preimage.priors.tensor;

/** PyTorch's native library is not there or does not start; the message says what to install. */
public final class TorchMissingException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** @param cause what went wrong, as a class of DJL that is not there */
    public TorchMissingException(Throwable cause) {
        super(
                "learned methods need PyTorch, which did not start (" + reason(cause)
                        + "): put ai.djl.pytorch:pytorch-native-cpu:2.7.1 for this platform on the class path, or set"
                        + " PYTORCH_LIBRARY_PATH, PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR to use an installed libtorch",
                cause);
    }

    /** What went wrong, in a few words. */
    public String reason() {
        return reason(getCause());
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null
                ? root.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message).strip();
    }
}
