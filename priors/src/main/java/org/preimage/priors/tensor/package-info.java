/**
 * The one place where native memory lives. {@link org.preimage.priors.tensor.Tensor} is a vocabulary of operations of PyTorch,
 * {@link org.preimage.priors.tensor.Scope} frees them, {@link org.preimage.priors.tensor.Tape} takes gradients through networks
 * and Java operators, {@link org.preimage.priors.tensor.Torch} starts the library and guards its end. No other package imports
 * ai.djl. {@link org.preimage.priors.tensor.Gradients} are derivatives that can be differentiated again, {@link
 * org.preimage.priors.tensor.LearnedMap} is a network as an operator on arrays, {@link
 * org.preimage.priors.tensor.DeviceOperator} an operator as tensors.
 *
 * <p>An operation that a network needs and that is not there yet: a method in operations.torchscript, one in Tensor, a line
 * in the test that compares every operation's gradient with finite differences.
 */
package org.preimage.priors.tensor;
