package dev.statusmonitor.auth.limit;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many wrong guesses are free. What is allowed grows back evenly over the window.
 *
 * @param window over which the others count
 * @param address wrong passwords from one address, and as many wrong codes or links, and requests for an e-mail
 * @param account wrong passwords for one account, from everywhere, before it counts as being attacked
 * @param attacked wrong passwords from one address for an account that is being attacked: its owner, at an address of
 *     their own, still gets in, a thousand strangers get this many guesses each; also e-mails to one account that
 *     anybody can ask for
 */
@Validated
@ConfigurationProperties("statusmonitor.auth.limits")
public record LimitSettings(
        @DefaultValue("10m") Duration window,
        @DefaultValue("30") @Positive int address,
        @DefaultValue("50") @Positive int account,
        @DefaultValue("3") @Positive int attacked) {}
