package dev.statusmonitor.auth.setup;

import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.auth.limit.GuessLimits;
import dev.statusmonitor.auth.mail.Mailer;
import dev.statusmonitor.auth.register.RegistrationMode;
import dev.statusmonitor.auth.session.SessionAnswers;
import dev.statusmonitor.auth.session.SessionAnswers.SessionAnswer;
import dev.statusmonitor.auth.session.Visit;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The first account. */
@RestController
@RequestMapping("/api/v1/setup")
@Tag(name = "setup")
public final class SetupController {
    private final Setup setup;
    private final GuessLimits limits;
    private final SessionAnswers answers;
    private final RegistrationMode registration;
    private final Mailer mailer;

    public SetupController(
            Setup setup, GuessLimits limits, SessionAnswers answers, RegistrationMode registration, Mailer mailer) {
        this.setup = setup;
        this.limits = limits;
        this.answers = answers;
        this.registration = registration;
        this.mailer = mailer;
    }

    @Operation(summary = "Whether the first account is still to be made, and who may make further ones")
    @ApiResponse(responseCode = "200", description = "The answer")
    @GetMapping
    SetupState isSetupNeeded() {
        return new SetupState(setup.isNeeded(), registration.name().toLowerCase(Locale.ROOT), mailer.isReady());
    }

    @Operation(summary = "Make the first account")
    @ApiResponse(responseCode = "201", description = "Made and logged in; the cookies are set")
    @ApiResponse(responseCode = "403", description = "The link is wrong, used or expired")
    @ApiResponse(responseCode = "409", description = "There is an account already")
    @ApiResponse(responseCode = "422", description = "The e-mail address, the name or the password cannot be taken")
    @ApiResponse(responseCode = "429", description = "Too many wrong tries")
    @PostMapping
    ResponseEntity<SessionAnswer> makeFirstAccount(@RequestBody FirstAccount body, HttpServletRequest request) {
        String address = request.getRemoteAddr();
        limits.blockedFor(address).ifPresent(wait -> {
            throw ProblemException.tooManyRequests("There were too many wrong tries; wait before the next one.", wait);
        });
        Setup.Outcome outcome = setup.run(
                body.token == null ? "" : body.token,
                Text.email(body.email),
                Text.name("name", body.name),
                Text.newPassword(body.password),
                Visit.of(Deed.byLink(request), request));
        return switch (outcome) {
            case Setup.Outcome.Made(var account, var session) ->
                answers.started(HttpStatus.CREATED, account, session, request.isSecure());
            case Setup.Outcome.Done() ->
                throw new ProblemException(
                        HttpStatus.CONFLICT, ProblemTypes.CONFLICT, "There is an account already; log in with it.");
            case Setup.Outcome.WrongToken() -> {
                limits.failed(address);
                throw new ProblemException(
                        HttpStatus.FORBIDDEN,
                        ProblemTypes.FORBIDDEN,
                        "This set-up link is wrong, used or older than an hour; start the platform again for a new one.");
            }
        };
    }

    /**
     * @param needed whether no account exists yet
     * @param registration {@code invitation} or {@code open}: what it takes to make a further one
     * @param mail whether invitations and reset links can be sent by e-mail
     */
    record SetupState(boolean needed, String registration, boolean mail) {}

    record FirstAccount(
            @Nullable String token,
            @Nullable String email,
            @Nullable String password,
            @Nullable String name) {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "FirstAccount[]";
        }
    }
}
