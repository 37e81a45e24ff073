package dev.statusmonitor.auth.register;

import dev.statusmonitor.auth.address.PublicAddress;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.auth.limit.GuessLimits;
import dev.statusmonitor.auth.mail.Mailer;
import dev.statusmonitor.auth.session.SessionAnswers;
import dev.statusmonitor.auth.session.SessionAnswers.SessionAnswer;
import dev.statusmonitor.auth.session.Visit;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
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

/** Invitations, and the accounts that come of them. */
@RestController
@Tag(name = "account")
public final class RegistrationController {
    private final Registration registration;
    private final GuessLimits limits;
    private final SessionAnswers answers;
    private final PublicAddress address;
    private final Mailer mailer;

    public RegistrationController(
            Registration registration,
            GuessLimits limits,
            SessionAnswers answers,
            PublicAddress address,
            Mailer mailer) {
        this.registration = registration;
        this.limits = limits;
        this.answers = answers;
        this.address = address;
        this.mailer = mailer;
    }

    @Operation(summary = "Invite somebody")
    @ApiResponse(responseCode = "201", description = "The link, shown this once: good once and for seven days")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @ApiResponse(responseCode = "409", description = "There are too many open invitations")
    @ApiResponse(responseCode = "422", description = "The e-mail address cannot be taken")
    @PostMapping("/api/v1/invitations")
    ResponseEntity<NewInvitationAnswer> invite(
            @RequestBody(required = false) @Nullable NewInvitation body,
            @AuthenticationPrincipal Caller caller,
            HttpServletRequest request) {
        String email = body == null || body.email == null ? null : Text.email(body.email);
        var invited = registration
                .invite(caller.accountId(), email, Deed.of(caller, request))
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.CONFLICT,
                        ProblemTypes.CONFLICT,
                        "You have " + Registration.MOST
                                + " open invitations, the most there can be; revoke one first."));
        Invitation invitation = invited.invitation();
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new NewInvitationAnswer(
                        invitation.id(),
                        invited.token(),
                        // After the #, so that no server's log has it.
                        address.base() + "/register#token=" + invited.token(),
                        invitation.created(),
                        invitation.expires(),
                        email != null && mailer.isReady() && mail(email, invited.token())));
    }

    private boolean mail(String email, String token) {
        return mailer.send(
                email,
                "An invitation",
                String.join(
                        "\n",
                        "You are invited to StatusMonitor. This link makes an account of this e-mail address, once and"
                                + " within seven days:",
                        "",
                        mailer.link("/register#token=" + token),
                        ""));
    }

    @Operation(summary = "One's own invitations that are still good")
    @ApiResponse(responseCode = "200", description = "The invitations, the newest first")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @GetMapping("/api/v1/invitations")
    InvitationList listInvitations(@AuthenticationPrincipal Caller caller) {
        return new InvitationList(registration.list(caller.accountId()).stream()
                .map(each -> new InvitationAnswer(each.id(), each.email(), each.created(), each.expires()))
                .toList());
    }

    @Operation(summary = "Take an invitation back")
    @ApiResponse(responseCode = "204", description = "It is good no more")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @ApiResponse(
            responseCode = "404",
            description = "There is no such invitation that is still good, or it is somebody else's")
    @DeleteMapping("/api/v1/invitations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeInvitation(@PathVariable String id, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        if (!registration.revoke(id, caller.accountId(), Deed.of(caller, request))) {
            throw ProblemException.notFound("There is no such invitation.");
        }
    }

    @Operation(summary = "Make an account")
    @ApiResponse(responseCode = "201", description = "Made and logged in; the cookies are set")
    @ApiResponse(
            responseCode = "403",
            description = "The invitation is missing, wrong, used, expired or for another e-mail address")
    @ApiResponse(responseCode = "409", description = "The e-mail address has an account")
    @ApiResponse(responseCode = "422", description = "The e-mail address, the name or the password cannot be taken")
    @ApiResponse(responseCode = "429", description = "Too many wrong tries")
    @PostMapping("/api/v1/accounts")
    ResponseEntity<SessionAnswer> makeAccount(@RequestBody NewAccount body, HttpServletRequest request) {
        String from = request.getRemoteAddr();
        limits.blockedFor(from).ifPresent(wait -> {
            throw ProblemException.tooManyRequests("There were too many wrong tries; wait before the next one.", wait);
        });
        Registration.Outcome outcome = registration.register(
                body.invitation,
                Text.email(body.email),
                Text.name("name", body.name),
                Text.newPassword(body.password),
                Visit.of(Deed.byLink(request), request));
        return switch (outcome) {
            case Registration.Outcome.Made(var account, var session) ->
                answers.started(HttpStatus.CREATED, account, session, request.isSecure());
            case Registration.Outcome.Refused() -> {
                limits.failed(from);
                throw new ProblemException(
                        HttpStatus.FORBIDDEN,
                        ProblemTypes.FORBIDDEN,
                        "This needs an invitation: yours is missing, wrong, used, older than a week or for another"
                                + " e-mail address.");
            }
            case Registration.Outcome.Taken() -> {
                // Whoever asks learns that the address has an account: not too often.
                limits.failed(from);
                throw new ProblemException(
                        HttpStatus.CONFLICT,
                        ProblemTypes.CONFLICT,
                        "This e-mail address has an account already; log in with it.");
            }
        };
    }

    /** @param email left out: of anybody */
    record NewInvitation(@Nullable String email) {}

    record NewInvitationAnswer(String id, String token, String link, long created, long expires, boolean mailed) {
        /** Without the token. */
        @Override
        public String toString() {
            return "NewInvitationAnswer[" + id + "]";
        }
    }

    record InvitationList(List<InvitationAnswer> invitations) {}

    /** @param email of the account to be made; null for any */
    record InvitationAnswer(String id, @Nullable String email, long created, long expires) {}

    /** @param invitation its token; needed unless registration is open */
    record NewAccount(
            @Nullable String invitation,
            @Nullable String email,
            @Nullable String password,
            @Nullable String name) {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "NewAccount[]";
        }
    }
}
