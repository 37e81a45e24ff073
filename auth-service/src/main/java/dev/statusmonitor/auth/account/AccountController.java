package dev.statusmonitor.auth.account;

import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** One's own account. */
@RestController
@Tag(name = "account")
public final class AccountController {
    private final AccountStore accounts;

    public AccountController(AccountStore accounts) {
        this.accounts = accounts;
    }

    @Operation(summary = "One's own account")
    @ApiResponse(responseCode = "200", description = "The account that is logged in")
    @ApiResponse(responseCode = "401", description = "There is no session")
    @GetMapping("/api/v1/account")
    AccountAnswer getAccount(@AuthenticationPrincipal Caller caller) {
        return accounts.find(caller.accountId())
                .map(AccountAnswer::of)
                .orElseThrow(() -> ProblemException.notFound("There is no such account."));
    }
}
