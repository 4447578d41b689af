/** Numbers in words. */
package org.preimage.operators.text;
