package dev.statusmonitor.auth.account;

/** An account as its owner sees it. */
public record AccountAnswer(String id, String email, String name, long created) {
    public static AccountAnswer of(Account account) {
        return new AccountAnswer(account.id(), account.email(), account.name(), account.created());
    }
}
