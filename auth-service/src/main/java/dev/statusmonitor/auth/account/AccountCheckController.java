package dev.statusmonitor.auth.account;

import dev.statusmonitor.auth.input.InvalidInputException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tells the other services which accounts are gone, so that they delete what they have of them. */
@RestController
@Tag(name = "internal")
public final class AccountCheckController {
    private static final int CHECKED_MAX = 1_000;

    private final AccountStore accounts;

    public AccountCheckController(AccountStore accounts) {
        this.accounts = accounts;
    }

    @Operation(summary = "Which of these accounts were deleted; unknown ones were not")
    @ApiResponse(responseCode = "200", description = "Those that were")
    @ApiResponse(responseCode = "422", description = "There are more than 1,000 ids, or none is said")
    @PostMapping("/internal/v1/accounts/check")
    AccountCheck checkAccounts(@RequestBody AccountQuestion body) {
        if (body.accounts == null || body.accounts.size() > CHECKED_MAX || body.accounts.contains(null)) {
            throw new InvalidInputException("accounts must be a list of at most " + CHECKED_MAX + " ids.");
        }
        return new AccountCheck(accounts.deleted(body.accounts));
    }

    record AccountQuestion(@Nullable List<String> accounts) {}

    record AccountCheck(List<String> deleted) {}
}
