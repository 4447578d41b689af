package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;

/**
 * The identity, for denoising: {"operator": "identity", "image": {"size": [512, 512]}}.
 *
 * @param image domain and range
 */
public record IdentitySpec(Space image) implements OperatorSpec {
    static final OperatorKinds.Kind KIND =
            new OperatorKinds.Kind("identity", (fields, folder) -> new IdentitySpec(ImageSize.ofAny(fields)));

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Space domain() {
        return image;
    }

    @Override
    public Space range() {
        return image;
    }

    @Override
    public LinearOperator operator() {
        return new Identity(image);
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Fields.object().put("operator", name());
        ImageSize.write(image, json);
        return json;
    }
}
