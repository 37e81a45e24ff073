package dev.statusmonitor.starter.problem;

import dev.statusmonitor.contract.ProblemTypes;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.exc.StreamReadException;

/** Turns what controllers throw, and what Spring itself throws on the way to them, into problem details. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> problem(ProblemException e) {
        Problem problem = e.problem();
        var answer = ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (e.retryAfter() != null) {
            answer.header(HttpHeaders.RETRY_AFTER, ProblemWriter.retryAfterSeconds(e.retryAfter()));
        }
        return answer.body(problem.members());
    }

    /** Security's own filters answer these. */
    @ExceptionHandler
    void security(AccessDeniedException e) {
        throw e;
    }

    /** Security's own filters answer these. */
    @ExceptionHandler
    void security(AuthenticationException e) {
        throw e;
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception e, WebRequest request) {
        log.atError()
                .setCause(e)
                .addKeyValue("request", request.getDescription(false))
                .log("a request failed for a reason that nobody foresaw");
        var problem = new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                ProblemTypes.INTERNAL_ERROR,
                "Something failed inside the platform; its log says what. Trying again may help.");
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.members());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var fields = e.getBindingResult().getFieldErrors().stream()
                .map(error -> error.getField() + " " + error.getDefaultMessage())
                .sorted()
                .toList();
        var problem = new Problem(
                HttpStatus.UNPROCESSABLE_CONTENT, ProblemTypes.INVALID_INPUT, String.join("; ", fields) + ".");
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.members());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        boolean syntax = e.getCause() instanceof StreamReadException || e.getCause() == null;
        var problem = syntax
                ? new Problem(HttpStatus.BAD_REQUEST, ProblemTypes.NOT_JSON, "The body is no valid JSON.")
                : new Problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        ProblemTypes.INVALID_INPUT,
                        "The body is JSON, but not of the shape that this address takes.");
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.members());
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail detail) {
            detail.setType(URI.create(typeOf(status)));
            detail.setInstance(null);
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    /** The type that goes with a status where nothing more is known. */
    public static String typeOf(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> ProblemTypes.UNAUTHENTICATED;
            case 403 -> ProblemTypes.FORBIDDEN;
            case 404 -> ProblemTypes.NOT_FOUND;
            case 405 -> ProblemTypes.METHOD_NOT_ALLOWED;
            case 406 -> ProblemTypes.NOT_ACCEPTABLE;
            case 409 -> ProblemTypes.CONFLICT;
            case 413 -> ProblemTypes.TOO_LARGE;
            case 415 -> ProblemTypes.UNSUPPORTED_MEDIA_TYPE;
            case 422 -> ProblemTypes.INVALID_INPUT;
            case 429 -> ProblemTypes.TOO_MANY_REQUESTS;
            case 503 -> ProblemTypes.UNAVAILABLE;
            default -> status.is4xxClientError() ? ProblemTypes.BAD_REQUEST : ProblemTypes.INTERNAL_ERROR;
        };
    }
}
