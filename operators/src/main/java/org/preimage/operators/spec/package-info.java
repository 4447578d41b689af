/**
 * Forward operators as JSON: a SPEC says which operator and with which numbers, lengths in mm, angles in degrees.
 *
 * <p>{@link org.preimage.operators.spec.OperatorSpec} is a SPEC that has been read and checked; it makes the operator,
 * fits data from files to it, and writes itself back. To add an operator, write one record that implements it, with a
 * {@code KIND} that reads it, and name that kind in {@link org.preimage.operators.spec.OperatorKinds}. Every key is asked
 * for by name and every other key is refused by name, so that a typing error never becomes a default.
 */
package org.preimage.operators.spec;
