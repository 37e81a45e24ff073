package dev.statusmonitor.auth.keys;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public keys, for the services that check tokens. */
@RestController
@Tag(name = "internal")
public final class JwksController {
    private final SigningKeys keys;

    public JwksController(SigningKeys keys) {
        this.keys = keys;
    }

    @Operation(summary = "The public keys (RFC 7517)")
    @GetMapping("/internal/v1/jwks")
    Map<String, Object> jwks() {
        return keys.jwks();
    }
}
