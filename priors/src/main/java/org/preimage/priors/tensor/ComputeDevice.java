package org.preimage.priors.tensor;

import ai.djl.Device;
import java.util.List;

/** Where tensors live and are computed with. */
public final class ComputeDevice {
    /** The words that {@link #named} takes. */
    public static final List<String> NAMES = List.of("auto", "cpu", "gpu");

    /** The processor. */
    public static final ComputeDevice CPU = new ComputeDevice(Device.cpu());

    private final Device device;

    private ComputeDevice(Device device) {
        this.device = device;
    }

    /**
     * The device of a name.
     *
     * @param name "cpu", "gpu", or "auto": the graphics card where PyTorch can use one, else the processor
     * @throws IllegalArgumentException if the name is another one, or there is no graphics card that PyTorch can use
     * @throws TorchMissingException if PyTorch cannot be started
     */
    public static ComputeDevice named(String name) {
        return switch (name) {
            case "cpu" -> CPU;
            case "auto" -> Torch.gpus() > 0 ? new ComputeDevice(Device.gpu()) : CPU;
            case "gpu" -> {
                if (Torch.gpus() == 0) {
                    throw new IllegalArgumentException("device is \"gpu\", but PyTorch " + Torch.version()
                            + " finds no CUDA device here; use \"cpu\", or set PYTORCH_LIBRARY_PATH,"
                            + " PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128 to a libtorch with CUDA");
                }
                yield new ComputeDevice(Device.gpu());
            }
            default ->
                throw new IllegalArgumentException(
                        "device is \"" + name + "\", but must be one of " + String.join(", ", NAMES));
        };
    }

    Device device() {
        return device;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComputeDevice d && d.device.equals(device);
    }

    @Override
    public int hashCode() {
        return device.hashCode();
    }

    /** "cpu" or "gpu". */
    @Override
    public String toString() {
        return device.isGpu() ? "gpu" : "cpu";
    }
}
