package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** Runs all tests of a contract on one instance, so that a functional is tested by a line in a list. */
final class Contracts {
    private Contracts() {}

    /** All methods of the contract's abstract class that are tests. */
    static DynamicContainer of(String name, Object contract) {
        return dynamicContainer(
                name,
                Arrays.stream(contract.getClass().getSuperclass().getDeclaredMethods())
                        .filter(m -> m.isAnnotationPresent(Test.class))
                        .sorted(Comparator.comparing(Method::getName))
                        .map(m -> dynamicTest(m.getName(), () -> ReflectionSupport.invokeMethod(m, contract))));
    }
}
