package dev.statusmonitor.alerts;

import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
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
@RestControllerAdvice(basePackageClasses = AlertConfiguration.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AlertAdvice {
    private static final Logger log = LoggerFactory.getLogger(AlertAdvice.class);

    @ExceptionHandler
    void invalid(InvalidRuleException e, HttpServletResponse response) throws IOException {
        String detail = e.getMessage();
        write(
                response,
                new ProblemException(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        ProblemTypes.INVALID_INPUT,
                        detail == null ? "The input cannot be taken." : detail));
    }

    /** The database does not answer: nothing is decided without it. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    void unavailable(RuntimeException e, HttpServletResponse response) throws IOException {
        log.atError().setCause(e).log("the database failed");
        write(
                response,
                ProblemException.unavailable(
                        "The alerts cannot be reached at this moment; try again.", Duration.ofSeconds(5)));
    }

    private static void write(HttpServletResponse response, ProblemException problem) throws IOException {
        ProblemWriter.write(response, problem.problem(), problem.retryAfter());
    }
}
