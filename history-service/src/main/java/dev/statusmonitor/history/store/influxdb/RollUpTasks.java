package dev.statusmonitor.history.store.influxdb;

import com.influxdb.client.TasksApi;
import com.influxdb.client.TasksQuery;
import com.influxdb.client.domain.Task;
import com.influxdb.client.domain.TaskCreateRequest;
import com.influxdb.client.domain.TaskStatusType;
import com.influxdb.client.domain.TaskUpdateRequest;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has windows made by InfluxDB, by a task for each tier: sees that it has them, as they are meant to be and active,
 * whoever took them away or changed them.
 */
final class RollUpTasks implements WindowMaker {
    private static final Logger log = LoggerFactory.getLogger(RollUpTasks.class);

    /** After this a window is no longer left to its task. */
    private static final Duration PATIENCE_MINUTES = Duration.ofMinutes(5);

    private static final Duration PATIENCE_HOURS = Duration.ofMinutes(15);

    private final InfluxDb influxDb;
    private final Map<Tier, String> failures = new ConcurrentHashMap<>();

    RollUpTasks(InfluxDb influxDb, MeterRegistry meters) {
        this.influxDb = influxDb;
        for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
            Gauge.builder("statusmonitor.history.influxdb.task.failed", () -> failures.containsKey(tier) ? 1 : 0)
                    .description("whether the last run of the tier's task failed")
                    .tag("tier", tier.label())
                    .register(meters);
        }
    }

    @Override
    public void stored(List<HostSample> samples) {
        // InfluxDB has them.
    }

    @Override
    public void clear() {
        // What is in InfluxDB is what counts.
    }

    @Override
    public long make(Tier tier, long limit, long now) {
        State state = see(tier);
        if (state.failure().isEmpty()) {
            failures.remove(tier);
        } else {
            failures.put(tier, state.failure());
        }
        Duration patience = tier == Tier.MINUTE ? PATIENCE_MINUTES : PATIENCE_HOURS;
        return Math.min(limit, Math.max(state.completed(), now - patience.toMillis()));
    }

    @Override
    public Optional<String> complaint() {
        return failures.entrySet().stream()
                .map(each -> "InfluxDB's task " + Flux.taskName(each.getKey()) + " failed at its last run: "
                        + each.getValue() + ". The service makes its windows meanwhile.")
                .findFirst();
    }

    /** Takes the tasks away, where others make the windows. */
    static void remove(InfluxDb influxDb) {
        for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
            influxDb.ask(Deadline.in(influxDb.timeout()), open -> {
                TasksApi tasks = open.client(Right.TASK).getTasksApi();
                for (Task each : find(tasks, tier, open.access().orgId())) {
                    tasks.deleteTask(each);
                    log.atInfo().addKeyValue("task", each.getName()).log("a task was taken out of InfluxDB");
                }
                return true;
            });
        }
    }

    private static List<Task> find(TasksApi tasks, Tier tier, String org) {
        var query = new TasksQuery();
        query.setName(Flux.taskName(tier));
        query.setOrgID(org);
        return tasks.findTasks(query);
    }

    /**
     * How a task is.
     *
     * @param completed up to when its runs have ended, well or not, or will never be, Unix time in milliseconds
     * @param failure why its last run failed; empty where it did not
     */
    private record State(long completed, String failure) {}

    /** Makes the task of a tier what it is meant to be, and says how it is. */
    private State see(Tier tier) {
        String flux = Flux.task(tier);
        return influxDb.ask(Deadline.in(influxDb.timeout()), open -> {
            TasksApi tasks = open.client(Right.TASK).getTasksApi();
            String org = open.access().orgId();
            List<Task> found = find(tasks, tier, org);
            Task task;
            if (found.isEmpty()) {
                task = tasks.createTask(new TaskCreateRequest()
                        .orgID(org)
                        .flux(flux)
                        .status(TaskStatusType.ACTIVE)
                        .description("Fills StatusMonitor's history of " + tier.label()));
                log.atInfo().addKeyValue("task", task.getName()).log("a task was made in InfluxDB");
            } else {
                task = found.getFirst();
                // Two services that start at once make two.
                found.stream().skip(1).forEach(tasks::deleteTask);
                if (!flux.equals(task.getFlux()) || task.getStatus() != TaskStatusType.ACTIVE) {
                    task = tasks.updateTask(
                            task.getId(), new TaskUpdateRequest().flux(flux).status(TaskStatusType.ACTIVE));
                    log.atInfo().addKeyValue("task", task.getName()).log("a task of InfluxDB was set right");
                }
            }
            return state(task);
        });
    }

    private static State state(Task task) {
        OffsetDateTime completed = task.getLatestCompleted();
        boolean failed = task.getLastRunStatus() == Task.LastRunStatusEnum.FAILED;
        return new State(
                completed == null ? 0 : completed.toInstant().toEpochMilli(),
                failed ? String.valueOf(task.getLastRunError()) : "");
    }
}
