package dev.statusmonitor.auth;

import dev.statusmonitor.auth.account.PasswordHasher;
import dev.statusmonitor.auth.input.InvalidInputException;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says in HTTP what the cores throw. */
@RestControllerAdvice(basePackageClasses = AuthConfiguration.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AuthAdvice {
    private static final Logger log = LoggerFactory.getLogger(AuthAdvice.class);

    @ExceptionHandler
    void invalid(InvalidInputException e, HttpServletResponse response) throws IOException {
        String detail = e.getMessage();
        write(
                response,
                new ProblemException(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        ProblemTypes.INVALID_INPUT,
                        detail == null ? "The input cannot be taken." : detail));
    }

    @ExceptionHandler
    void busy(PasswordHasher.BusyException e, HttpServletResponse response) throws IOException {
        write(
                response,
                ProblemException.unavailable(
                        "Too many people are logging in at this moment; try again.", Duration.ofSeconds(5)));
    }

    /** The database does not answer: nothing is decided without it. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    void unavailable(RuntimeException e, HttpServletResponse response) throws IOException {
        log.atError().setCause(e).log("the database failed");
        write(
                response,
                ProblemException.unavailable(
                        "The accounts cannot be reached at this moment; try again.", Duration.ofSeconds(5)));
    }

    private static void write(HttpServletResponse response, ProblemException problem) throws IOException {
        ProblemWriter.write(response, problem.problem(), problem.retryAfter());
    }
}
