package dev.statusmonitor.auth.keys;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Makes a new signing key before its time, for the command on the platform's own machine. */
@RestController
@Tag(name = "internal")
public final class KeyController {
    private final SigningKeys keys;

    public KeyController(SigningKeys keys) {
        this.keys = keys;
    }

    @Operation(summary = "Make a new signing key")
    @ApiResponse(responseCode = "200", description = "The newest key: published now, signing from then on")
    @PostMapping("/internal/v1/keys/rotate")
    NewKey rotateKeys() {
        StoredKey newest = keys.rotate();
        return new NewKey(newest.keyId(), newest.signsFrom());
    }

    /** @param signsFrom Unix time in milliseconds */
    record NewKey(
            @JsonProperty("kid") String keyId,
            @JsonProperty("signs_from") long signsFrom) {}
}
