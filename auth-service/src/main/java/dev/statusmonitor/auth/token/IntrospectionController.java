package dev.statusmonitor.auth.token;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tells the ingestion edge whether a host token is good (after RFC 7662). */
@RestController
@Tag(name = "internal")
public final class IntrospectionController {
    private final HostTokens tokens;

    public IntrospectionController(HostTokens tokens) {
        this.tokens = tokens;
    }

    @Operation(summary = "Whether a host token is good; the cache learns it too")
    @PostMapping("/internal/v1/introspect")
    Introspection introspect(@RequestBody Question question) {
        return tokens.introspect(question.token == null ? "" : question.token);
    }

    record Question(@Nullable String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Question[]";
        }
    }
}
