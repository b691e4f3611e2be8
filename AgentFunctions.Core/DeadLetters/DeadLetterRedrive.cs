using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Caching;
using AgentFunctions.Fairness;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.DeadLetters;

/// <summary>Sends dead-lettered tasks round again. They keep their id, attempts and costs.</summary>
public sealed class DeadLetterRedrive(
    ITaskStore tasks, IPayloadStore payloads, FairLane line, AgentCatalogue agents, WorkKeys workKeys, BacklogMeter backlog, TimeProvider time)
{
    public async Task<RedriveReport> RunAsync(TenantId tenant, RedriveRequest request, CancellationToken cancellationToken)
    {
        ChosenTasks chosen = await ChosenTasks.ReadAsync(tasks, tenant, request.Ids, request.Filter, request.Limit, cancellationToken).ConfigureAwait(false);
        List<RedriveItem> items = [];
        List<AgentTask> redriven = [];
        DateTimeOffset now = time.GetUtcNow();
        foreach ((TaskId id, AgentTask? task) in chosen.Tasks)
        {
            DateTimeOffset dueAt = request.Rate is { } rate ? now + TimeSpan.FromSeconds(redriven.Count / rate) : now;
            (RedriveItem item, AgentTask? stored) = await RedriveAsync(id, task, request, now, dueAt, cancellationToken).ConfigureAwait(false);
            items.Add(item);
            if (stored is not null)
            {
                redriven.Add(stored);
            }
        }

        if (!request.DryRun && redriven.Count > 0)
        {
            await line.SendAsync(redriven, CancellationToken.None).ConfigureAwait(false);
        }

        return new RedriveReport(request.DryRun, items, chosen.More);
    }

    private async Task<(RedriveItem Item, AgentTask? Redriven)> RedriveAsync(
        TaskId id, AgentTask? task, RedriveRequest request, DateTimeOffset now, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        if (task is null)
        {
            return (Item(id, RedriveOutcome.NotFound, "There is no such task."), null);
        }

        if (!TaskLifecycle.Allows(task.Status, TaskEvent.Redrive))
        {
            return (Item(id, RedriveOutcome.NotDeadLettered, $"It is {JsonNamingPolicy.CamelCase.ConvertName(task.Status.ToString())}."), null);
        }

        if (WhyNot(task, request) is { } reason)
        {
            return (Item(id, RedriveOutcome.Refused, reason), null);
        }

        AgentTask? stored = request.DryRun ? task : await StoreAsync(task, request, now, dueAt, cancellationToken).ConfigureAwait(false);
        return stored is null
            ? (Item(id, RedriveOutcome.NotDeadLettered, "Somebody else changed it this moment."), null)
            : (new RedriveItem(id.ToString(), RedriveOutcome.Redriven, dueAt, null), stored);
    }

    private static RedriveItem Item(TaskId id, RedriveOutcome outcome, string detail) => new(id.ToString(), outcome, null, detail);

    private string? WhyNot(AgentTask task, RedriveRequest request)
    {
        if (agents.Find(task.Agent) is not { } agent)
        {
            return $"Agent '{task.Agent}' is no longer there.";
        }

        if (request.AgentVersion is { } version && version != agent.Version)
        {
            return $"patch.agentVersion: agent '{agent.Name}' is there in version '{agent.Version}', not '{version}'.";
        }

        return request.Input is { } input && agent.Instructions.MissingFields(input).ToList() is { Count: > 0 } missing
            ? $"patch.input: agent '{agent.Name}' needs {string.Join(", ", missing)}."
            : null;
    }

    private async Task<AgentTask?> StoreAsync(AgentTask task, RedriveRequest request, DateTimeOffset now, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        // A name of its own, so that a redrive that loses against another changes nothing.
        Payload? input = request.InputJson is { } json
            ? await payloads.KeepAsync(task.Id, $"input-{Guid.NewGuid():n}", json, cancellationToken).ConfigureAwait(false)
            : null;
        TaskPatch patch = new(input, request.AgentVersion, request.Lane)
        {
            WorkKey = request.Input is { } value ? workKeys.Of(task.Tenant, agents.Find(task.Agent)!, value, task.Quality) : null,
        };
        AgentTask next = TaskLifecycle.Redrive(task, patch, now, dueAt);
        if (await tasks.RewriteAsync(next, cancellationToken).ConfigureAwait(false) is not UpdateOutcome.Stored { Task: var stored })
        {
            return null;
        }

        backlog.Move(task, stored);
        return stored;
    }
}
