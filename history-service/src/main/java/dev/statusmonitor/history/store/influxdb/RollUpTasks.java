package dev.statusmonitor.history.store.influxdb;

import com.influxdb.client.TasksApi;
import com.influxdb.client.TasksQuery;
import com.influxdb.client.domain.Task;
import com.influxdb.client.domain.TaskCreateRequest;
import com.influxdb.client.domain.TaskStatusType;
import com.influxdb.client.domain.TaskUpdateRequest;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import java.time.OffsetDateTime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees that InfluxDB has the tasks, as they are meant to be and active, whoever took them away or changed them. */
final class RollUpTasks {
    private static final Logger log = LoggerFactory.getLogger(RollUpTasks.class);

    private final InfluxDb influxDb;

    RollUpTasks(InfluxDb influxDb) {
        this.influxDb = influxDb;
    }

    /**
     * How a task is.
     *
     * @param completed up to when its runs have ended, well or not, or will never be, Unix time in milliseconds
     * @param failure why its last run failed; empty where it did not
     */
    record State(long completed, String failure) {}

    /** Makes the task of a tier what it is meant to be, and says how it is. */
    State see(Tier tier) {
        String flux = Flux.task(tier);
        return influxDb.ask(Deadline.in(influxDb.timeout()), open -> {
            TasksApi tasks = open.client(Right.TASK).getTasksApi();
            String org = open.access().orgId();
            var query = new TasksQuery();
            query.setName(Flux.taskName(tier));
            query.setOrgID(org);
            List<Task> found = tasks.findTasks(query);
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
