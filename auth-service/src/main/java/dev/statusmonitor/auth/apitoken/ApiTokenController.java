package dev.statusmonitor.auth.apitoken;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.InvalidInputException;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import dev.statusmonitor.starter.token.RemoteApiTokens.Introspection;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own API tokens, and for the other services whose one is. */
@RestController
public final class ApiTokenController {
    private static final int DAYS_MAX = 3650;

    private final PersonalTokens tokens;

    public ApiTokenController(PersonalTokens tokens) {
        this.tokens = tokens;
    }

    @Operation(summary = "One's API tokens, the newest first, without the tokens themselves")
    @ApiResponse(responseCode = "200", description = "The tokens, expired ones too")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @Tag(name = "tokens")
    @GetMapping("/api/v1/tokens")
    TokenList listTokens(@AuthenticationPrincipal Caller caller) {
        return new TokenList(
                tokens.list(caller.accountId()).stream().map(TokenAnswer::of).toList());
    }

    @Operation(summary = "Make an API token")
    @ApiResponse(responseCode = "201", description = "Made; the token is shown this once")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @ApiResponse(responseCode = "409", description = "The account has too many tokens")
    @ApiResponse(responseCode = "422", description = "The name, a scope or the time cannot be taken")
    @Tag(name = "tokens")
    @PostMapping("/api/v1/tokens")
    ResponseEntity<NewTokenAnswer> makeToken(
            @RequestBody NewToken body, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        String name = Text.name("name", body.name);
        List<String> scopes = Text.scopes(body.scopes);
        Integer days = body.expiresInDays;
        if (days != null && (days < 1 || days > DAYS_MAX)) {
            throw new InvalidInputException("expires_in_days must be 1 to " + DAYS_MAX + ", or left out for never.");
        }
        var made = tokens.make(
                        caller.accountId(),
                        name,
                        scopes,
                        days == null ? null : Duration.ofDays(days),
                        Deed.of(caller, request))
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.CONFLICT,
                        ProblemTypes.CONFLICT,
                        "An account can have " + PersonalTokens.MOST + " API tokens at most; revoke one first."));
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(NewTokenAnswer.of(made));
    }

    @Operation(summary = "Revoke an API token")
    @ApiResponse(responseCode = "204", description = "It is good no more, everywhere within a second")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @ApiResponse(responseCode = "404", description = "There is no such token, or it is somebody else's")
    @Tag(name = "tokens")
    @DeleteMapping("/api/v1/tokens/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeToken(@PathVariable String id, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        if (!tokens.revoke(id, caller.accountId(), Deed.of(caller, request))) {
            throw ProblemException.notFound("There is no such token.");
        }
    }

    @Operation(summary = "Whose an API token is (after RFC 7662)")
    @ApiResponse(responseCode = "200", description = "The answer, also for a token that is not good")
    @Tag(name = "internal")
    @PostMapping("/internal/v1/tokens/introspect")
    Introspection introspectApiToken(@RequestBody TokenQuestion question) {
        return tokens.findGood(question.token == null ? "" : question.token)
                .map(token -> new Introspection(
                        true, token.accountId(), token.id(), new HashSet<>(token.scopes()), token.expires()))
                .orElse(Introspection.REFUSED);
    }

    record TokenList(List<TokenAnswer> tokens) {}

    /** @param lastUsed to the minute; null where it was not used yet */
    record TokenAnswer(
            String id,
            String name,
            List<String> scopes,
            long created,
            @Nullable Long expires,
            @JsonProperty("last_used") @Nullable Long lastUsed) {
        static TokenAnswer of(ApiToken token) {
            return new TokenAnswer(
                    token.id(), token.name(), token.scopes(), token.created(), token.expires(), token.lastUsed());
        }
    }

    /** @param expiresInDays left out: never */
    record NewToken(
            @Nullable String name,
            @Nullable List<@Nullable String> scopes,
            @JsonProperty("expires_in_days") @Nullable Integer expiresInDays) {}

    record NewTokenAnswer(
            String id,
            String name,
            List<String> scopes,
            long created,
            @Nullable Long expires,
            String token) {
        static NewTokenAnswer of(PersonalTokens.Made made) {
            ApiToken token = made.token();
            return new NewTokenAnswer(
                    token.id(), token.name(), token.scopes(), token.created(), token.expires(), made.secret());
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "NewTokenAnswer[" + id + "]";
        }
    }

    record TokenQuestion(@Nullable String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return "TokenQuestion[]";
        }
    }
}
