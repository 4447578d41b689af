/**
 * Operators: the physics that turns an image into a measurement.
 *
 * <p>An {@link org.preimage.operators.Operator} maps one {@link org.preimage.operators.space.Space} to another and
 * gives vector-Jacobian products; a {@link org.preimage.operators.LinearOperator} has an adjoint and composes. This
 * package holds the contract, the compositions, and the small operators that belong to no field of application; each
 * field has a package of its own beside it ({@code tomography}, ...). To add an operator, extend
 * {@code LinearOperator}, write {@code computeApply} and {@code computeAdjoint}, and inherit
 * {@code LinearOperatorContract} in the test.
 */
package org.preimage.operators;
