package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sends e-mail for the other services, which have no mail server of their own. */
@RestController
@RequestMapping("/internal/v1/mail")
@Tag(name = "internal")
final class MailController implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MailController.class);
    private static final int MOST = 50;
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_TEXT = 10_000;
    private static final List<Duration> PAUSES = List.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(30));

    private final @Nullable EmailNotifier email;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MOST);

    /** @param email null where there is no mail server */
    MailController(@Nullable EmailNotifier email) {
        this.email = email;
    }

    @Operation(summary = "Whether there is a mail server")
    @GetMapping
    MailState mailState() {
        return new MailState(email != null);
    }

    @Operation(summary = "Have an e-mail sent that is about no alert")
    @ApiResponse(responseCode = "202", description = "It is tried, three times at most")
    @ApiResponse(responseCode = "409", description = "There is no mail server")
    @ApiResponse(responseCode = "422", description = "It makes no sense")
    @ApiResponse(responseCode = "503", description = "Too many wait to be sent")
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    void sendMail(@RequestBody Mail mail) {
        EmailNotifier by = email;
        if (by == null) {
            throw new ProblemException(HttpStatus.CONFLICT, ProblemTypes.CONFLICT, "There is no mail server.");
        }
        String to = ChannelController.email(mail.to);
        String subject = text("subject", mail.subject, LONGEST_SUBJECT);
        String text = text("text", mail.text, LONGEST_TEXT);
        if (!room.tryAcquire()) {
            throw ProblemException.unavailable("Too many e-mails wait to be sent.", Duration.ofSeconds(5));
        }
        threads.execute(() -> {
            try {
                send(by, to, subject, text);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                room.release();
            }
        });
    }

    private static void send(EmailNotifier by, String to, String subject, String text) throws InterruptedException {
        String problem = "";
        for (Duration pause : PAUSES) {
            Thread.sleep(pause);
            switch (by.send(to, subject, text)) {
                case Outcome.Sent sent -> {
                    return;
                }
                case Outcome.Later later -> problem = later.reason();
                case Outcome.Never never -> {
                    log.atWarn().addKeyValue("reason", never.reason()).log("an e-mail is not taken");
                    return;
                }
            }
        }
        log.atWarn().addKeyValue("reason", problem).log("an e-mail could not be sent and is given up");
    }

    private static String text(String member, @Nullable String text, int longest) {
        if (text == null || text.isBlank() || text.length() > longest) {
            throw new InvalidRuleException(member + " must have 1 to " + longest + " characters.");
        }
        return text;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    record MailState(boolean configured) {}

    record Mail(
            @Nullable String to,
            @Nullable String subject,
            @Nullable String text) {
        /** Without what may hold a secret. */
        @Override
        public String toString() {
            return "Mail[]";
        }
    }
}
