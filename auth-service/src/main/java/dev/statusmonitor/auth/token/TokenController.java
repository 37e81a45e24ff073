package dev.statusmonitor.auth.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The token endpoint of RFC 6749 for assertions of RFC 7523. */
@RestController
@Tag(name = "agents")
public final class TokenController {
    private static final Logger log = LoggerFactory.getLogger(TokenController.class);
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String TIME_HEADER = "StatusMonitor-Time";

    private final HostTokens tokens;
    private final Clock clock;

    public TokenController(HostTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Operation(summary = "Exchange a signed assertion for a host token (RFC 7523)")
    @ApiResponse(
            responseCode = "200",
            description = "The token",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = TokenAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "Refused; error and reason say why (RFC 6749, section 5.2)",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ErrorAnswer.class)))
    @PostMapping(path = "/api/v1/agents/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Object> issueHostToken(
            @RequestParam(name = "grant_type", required = false) @Nullable String grantType,
            @RequestParam(required = false) @Nullable String assertion,
            HttpServletRequest request) {
        if (grantType == null || assertion == null) {
            return refused(new ErrorAnswer("invalid_request", "grant_type and assertion are needed", null));
        }
        if (!grantType.equals(GRANT)) {
            return refused(new ErrorAnswer("unsupported_grant_type", "grant_type must be " + GRANT, null));
        }
        try {
            HostTokens.Issued issued = tokens.exchange(assertion);
            return answer(HttpStatus.OK)
                    .body(new TokenAnswer(
                            issued.token(), "Bearer", issued.lifetime().toSeconds()));
        } catch (Assertion.RefusedException e) {
            log.atWarn()
                    .addKeyValue("address", request.getRemoteAddr())
                    .addKeyValue("reason", e.refusal())
                    .log("no host token was issued");
            return refused(new ErrorAnswer(
                    "invalid_grant", e.getMessage(), e.refusal().name().toLowerCase(Locale.ROOT)));
        }
    }

    private ResponseEntity<Object> refused(ErrorAnswer error) {
        return answer(HttpStatus.BAD_REQUEST).body(error);
    }

    private ResponseEntity.BodyBuilder answer(HttpStatus status) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .header(TIME_HEADER, Long.toString(clock.millis()));
    }

    record TokenAnswer(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn) {
        /** Without the token. */
        @Override
        public String toString() {
            return "TokenAnswer[" + expiresIn + "]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ErrorAnswer(
            String error,
            @JsonProperty("error_description") @Nullable String errorDescription,
            @Nullable String reason) {}
}
