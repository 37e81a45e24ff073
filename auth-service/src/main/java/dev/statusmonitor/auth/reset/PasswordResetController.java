package dev.statusmonitor.auth.reset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.auth.address.PublicAddress;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.auth.limit.GuessLimits;
import dev.statusmonitor.auth.mail.Mailer;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reset links, and the passwords that are set by them. */
@RestController
public final class PasswordResetController {
    private final PasswordResets resets;
    private final GuessLimits limits;
    /** Requests for an e-mail that are being seen to at once. */
    private static final int MOST = 20;

    private final PublicAddress address;
    private final Mailer mailer;
    private final Semaphore room = new Semaphore(MOST);

    public PasswordResetController(PasswordResets resets, GuessLimits limits, PublicAddress address, Mailer mailer) {
        this.resets = resets;
        this.limits = limits;
        this.address = address;
        this.mailer = mailer;
    }

    @Operation(summary = "Have a reset link sent by e-mail; the answer is the same whether there is such an account")
    @ApiResponse(responseCode = "202", description = "If there is such an account, an e-mail is on its way")
    @ApiResponse(responseCode = "409", description = "This platform sends no e-mail")
    @ApiResponse(responseCode = "422", description = "That is no e-mail address")
    @ApiResponse(responseCode = "429", description = "Too many requests from there")
    @Tag(name = "account")
    @PostMapping("/api/v1/password-resets/requests")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Accepted requestReset(@RequestBody ForgottenPassword body, HttpServletRequest request) {
        String email = Text.email(body.email);
        if (!mailer.isReady()) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    ProblemTypes.CONFLICT,
                    "This platform sends no e-mail; on its machine, \"./statusmonitor admin reset-link\" prints a"
                            + " link.");
        }
        limits.askForMail(request.getRemoteAddr()).ifPresent(wait -> {
            throw ProblemException.tooManyRequests("There were too many requests; wait before the next one.", wait);
        });
        if (!room.tryAcquire()) {
            throw ProblemException.unavailable("Too many people ask for this now; try again.", Duration.ofSeconds(5));
        }
        Deed deed = Deed.byLink(request);
        // Not here, so that how long the answer takes says nothing of whether there is such an account.
        Thread.ofVirtual().name("reset-mail").start(() -> {
            try {
                mail(email, deed);
            } finally {
                room.release();
            }
        });
        return new Accepted();
    }

    private void mail(String email, Deed deed) {
        // A newer link puts an older one out of use, so a stranger must not be able to have them made without end.
        if (!resets.isKnown(email) || !limits.mayMail(email)) {
            return;
        }
        resets.newLink(email, deed)
                .ifPresent(link -> mailer.send(
                        email,
                        "Set a new password",
                        String.join(
                                "\n",
                                "Somebody asked for a new password for your account with StatusMonitor. This link sets"
                                        + " one, once and within an hour:",
                                "",
                                // After the #, so that no server's log has it.
                                mailer.link("/reset#token=" + link.token()),
                                "",
                                "If it was not you, do nothing: your password stays as it is.",
                                "")));
    }

    @Operation(summary = "Set a new password by a reset link")
    @ApiResponse(responseCode = "204", description = "Set; all sessions are over")
    @ApiResponse(responseCode = "403", description = "The link is wrong, used or expired")
    @ApiResponse(responseCode = "422", description = "The password cannot be taken")
    @ApiResponse(responseCode = "429", description = "Too many wrong tries")
    @Tag(name = "account")
    @PostMapping("/api/v1/password-resets")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resetPassword(@RequestBody NewPassword body, HttpServletRequest request) {
        String from = request.getRemoteAddr();
        limits.blockedFor(from).ifPresent(wait -> {
            throw ProblemException.tooManyRequests("There were too many wrong tries; wait before the next one.", wait);
        });
        String password = Text.newPassword(body.newPassword);
        if (!resets.reset(body.token == null ? "" : body.token, password, Deed.byLink(request))) {
            limits.failed(from);
            throw new ProblemException(
                    HttpStatus.FORBIDDEN,
                    ProblemTypes.FORBIDDEN,
                    "This link is wrong, used or older than an hour; on the platform's machine,"
                            + " \"./statusmonitor admin reset-link\" prints a new one.");
        }
    }

    @Operation(summary = "Make a reset link, for the command on the platform's own machine")
    @ApiResponse(responseCode = "200", description = "The token, good once and for an hour")
    @ApiResponse(responseCode = "404", description = "There is no account of this e-mail address")
    @Tag(name = "internal")
    @PostMapping("/internal/v1/password-resets")
    ResetLink makeResetLink(@RequestBody ForgottenPassword body) {
        return resets.newLink(Text.email(body.email), Deed.byPlatform())
                .map(link -> new ResetLink(
                        link.token(), link.expires(), address.configured().orElse(null)))
                .orElseThrow(() -> ProblemException.notFound("There is no account of this e-mail address."));
    }

    record NewPassword(
            @Nullable String token,
            @JsonProperty("new_password") @Nullable String newPassword) {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    record ForgottenPassword(@Nullable String email) {}

    /** Says nothing. */
    record Accepted() {}

    /** @param publicUrl where people reach the platform; left out where that was not configured */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ResetLink(
            String token,
            long expires,
            @JsonProperty("public_url") @Nullable String publicUrl) {
        /** Without the token. */
        @Override
        public String toString() {
            return "ResetLink[" + expires + "]";
        }
    }
}
