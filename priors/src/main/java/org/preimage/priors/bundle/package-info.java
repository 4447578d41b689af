/**
 * Trained models on disk: weights in the safetensors format beside a JSON card that says what they are, for which operator
 * they were trained, how, and with what result. Those in this package's resources, listed in shipped.txt, come with the program.
 */
package org.preimage.priors.bundle;
