package dev.statusmonitor.auth.session;

import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.account.PasswordCheck;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.auth.session.SessionAnswers.SessionAnswer;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Log in, refresh, log out. */
@RestController
@RequestMapping("/api/v1/session")
@Tag(name = "session")
public final class SessionController {
    private final LogIn logIn;
    private final Sessions sessions;
    private final AccountStore accounts;
    private final SessionAnswers answers;

    public SessionController(LogIn logIn, Sessions sessions, AccountStore accounts, SessionAnswers answers) {
        this.logIn = logIn;
        this.sessions = sessions;
        this.accounts = accounts;
        this.answers = answers;
    }

    @Operation(summary = "Log in")
    @ApiResponse(responseCode = "201", description = "Logged in; the cookies are set")
    @ApiResponse(responseCode = "401", description = "The e-mail address or the password is wrong")
    @ApiResponse(responseCode = "429", description = "Too many wrong tries")
    @PostMapping
    ResponseEntity<SessionAnswer> logIn(@RequestBody LogInCredentials body, HttpServletRequest request) {
        String email = Text.email(body.email);
        PasswordCheck.Outcome outcome = logIn.check(email, Text.password(body.password), request.getRemoteAddr());
        return switch (outcome) {
            case PasswordCheck.Outcome.Accepted(var account) ->
                answers.started(
                        HttpStatus.CREATED,
                        account,
                        sessions.begin(account.id(), Visit.of(Deed.bySession(request), request)),
                        request.isSecure());
            case PasswordCheck.Outcome.Refused(var _) ->
                throw new ProblemException(
                        HttpStatus.UNAUTHORIZED,
                        ProblemTypes.UNAUTHENTICATED,
                        "The e-mail address or the password is wrong.");
            case PasswordCheck.Outcome.TooMany(var pause) ->
                throw ProblemException.tooManyRequests(
                        "There were too many wrong tries; wait before the next one.", pause);
        };
    }

    @Operation(summary = "Exchange the refresh cookie for new cookies")
    @ApiResponse(responseCode = "200", description = "Both cookies are renewed")
    @ApiResponse(responseCode = "401", description = "There is no session to refresh; log in")
    @PostMapping("/refresh")
    ResponseEntity<SessionAnswer> refreshSession(HttpServletRequest request) {
        return SessionCookies.refreshToken(request)
                .flatMap(token -> sessions.refresh(token, Deed.bySession(request)))
                .flatMap(started -> accounts.find(started.session().accountId())
                        .map(account -> answers.started(HttpStatus.OK, account, started, request.isSecure())))
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.UNAUTHORIZED, ProblemTypes.UNAUTHENTICATED, "The session is over; log in."));
    }

    @Operation(summary = "Log out")
    @ApiResponse(responseCode = "204", description = "Logged out; the cookies are cleared")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @DeleteMapping
    ResponseEntity<Void> logOut(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        sessions.end(caller.accountId(), caller.session(), Deed.of(caller, request));
        return answers.ended(request.isSecure());
    }

    record LogInCredentials(
            @Nullable String email, @Nullable String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "LogInCredentials[]";
        }
    }
}
