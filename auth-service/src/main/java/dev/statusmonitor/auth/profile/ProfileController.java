package dev.statusmonitor.auth.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountAnswer;
import dev.statusmonitor.auth.account.PasswordCheck;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.auth.session.SessionAnswers;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own account. What a thief could do with a session alone asks for the password too. */
@RestController
@RequestMapping("/api/v1/account")
@Tag(name = "account")
public final class ProfileController {
    private final Profile profile;
    private final PasswordCheck passwords;
    private final SessionAnswers answers;

    public ProfileController(Profile profile, PasswordCheck passwords, SessionAnswers answers) {
        this.profile = profile;
        this.passwords = passwords;
        this.answers = answers;
    }

    @Operation(summary = "One's own account")
    @ApiResponse(responseCode = "200", description = "The account that is logged in")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @GetMapping
    AccountAnswer getAccount(@AuthenticationPrincipal Caller caller) {
        return AccountAnswer.of(own(caller));
    }

    @Operation(summary = "Change one's name or e-mail address")
    @ApiResponse(responseCode = "200", description = "The account as it is now")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @ApiResponse(responseCode = "403", description = "The e-mail address is another, and the password wrong")
    @ApiResponse(responseCode = "409", description = "Another account has this e-mail address")
    @ApiResponse(responseCode = "422", description = "The name or the e-mail address cannot be taken")
    @ApiResponse(responseCode = "429", description = "Too many wrong passwords")
    @PatchMapping
    AccountAnswer updateAccount(
            @RequestBody AccountUpdate body, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Account account = own(caller);
        String name = body.name == null ? null : Text.name("name", body.name);
        String email = body.email == null ? null : Text.email(body.email);
        if (email != null && !email.equals(account.email())) {
            confirm(account, body.currentPassword, request);
        }
        return profile.change(account, name, email, Deed.of(caller, request))
                .map(AccountAnswer::of)
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.CONFLICT, ProblemTypes.CONFLICT, "Another account has this e-mail address."));
    }

    @Operation(summary = "Change one's password")
    @ApiResponse(responseCode = "204", description = "Changed; all other sessions are over")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @ApiResponse(responseCode = "403", description = "The current password is wrong")
    @ApiResponse(responseCode = "422", description = "The new password cannot be taken")
    @ApiResponse(responseCode = "429", description = "Too many wrong passwords")
    @PutMapping("/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(
            @RequestBody PasswordChange body, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Account account = own(caller);
        String password = Text.newPassword(body.newPassword);
        confirm(account, body.currentPassword, request);
        profile.setPassword(account.id(), caller.session(), password, Deed.of(caller, request));
    }

    @Operation(summary = "Delete one's account")
    @ApiResponse(responseCode = "204", description = "It and its hosts are gone; the cookies are cleared")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @ApiResponse(responseCode = "403", description = "The current password is wrong")
    @ApiResponse(responseCode = "429", description = "Too many wrong passwords")
    @DeleteMapping
    ResponseEntity<Void> deleteAccount(
            @RequestBody Confirmation body, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Account account = own(caller);
        confirm(account, body.currentPassword, request);
        profile.delete(account.id());
        return answers.ended(request.isSecure());
    }

    private Account own(Caller caller) {
        // Deleted in this very instant, by another session.
        return profile.find(caller.accountId())
                .orElseThrow(() -> ProblemException.notFound("There is no such account."));
    }

    private void confirm(Account account, @Nullable String password, HttpServletRequest request) {
        String current = Text.password(password);
        switch (passwords.check(account.email(), current, request.getRemoteAddr())) {
            case PasswordCheck.Outcome.Accepted(var _) -> {
                // Go on.
            }
            case PasswordCheck.Outcome.Refused(var _) ->
                throw new ProblemException(
                        HttpStatus.FORBIDDEN, ProblemTypes.FORBIDDEN, "The current password is wrong.");
            case PasswordCheck.Outcome.TooMany(var pause) ->
                throw ProblemException.tooManyRequests(
                        "There were too many wrong passwords; wait before the next one.", pause);
        }
    }

    /** What is left out stays as it is. */
    record AccountUpdate(
            @Nullable String name,
            @Nullable String email,
            @JsonProperty("current_password") @Nullable String currentPassword) {
        /** Without the password. */
        @Override
        public String toString() {
            return "AccountUpdate[]";
        }
    }

    record PasswordChange(
            @JsonProperty("current_password") @Nullable String currentPassword,
            @JsonProperty("new_password") @Nullable String newPassword) {
        /** Without the passwords. */
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    record Confirmation(
            @JsonProperty("current_password") @Nullable String currentPassword) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Confirmation[]";
        }
    }
}
