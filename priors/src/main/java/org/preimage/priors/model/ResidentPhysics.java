package org.preimage.priors.model;

import org.preimage.priors.tensor.DeviceOperator;

/** What {@link Physics} needs, in the memory of a device. */
interface ResidentPhysics {
    /** Those of a physics where it is computed. */
    @FunctionalInterface
    interface OnDevices {
        /** That of the device on which this thread computes; null where operators are to be in Java. */
        ResidentPhysics here();
    }

    /** A x / |A|. */
    DeviceOperator forward();

    /**
     * |A| B y with the pseudo-inverse B.
     *
     * @throws IllegalStateException if none is known
     */
    DeviceOperator inverse();
}
