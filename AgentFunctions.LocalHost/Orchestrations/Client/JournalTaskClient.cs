using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using AgentFunctions.LocalHost.Persistence;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.LocalHost.Orchestrations.Client;

/// <summary>
/// Starts and looks after orchestrations, as the client of the durable extension does over Azure Storage. What the
/// genuine one learns from the host by gRPC (an RpcException) is here the exception that the host itself throws.
/// </summary>
internal sealed class JournalTaskClient(OrchestrationJournal journal, OrchestrationFunctions functions) : DurableTaskClient(journal.Hub)
{
    /// <exception cref="ArgumentException">There is no such orchestrator, or the instance id or a status is not allowed.</exception>
    /// <exception cref="OrchestrationAlreadyExistsException">An instance of this id exists in a state that keeps its place.</exception>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        if (functions.FindOrchestrator(orchestratorName.Name) is null)
        {
            throw new ArgumentException(functions.UnknownOrchestrator(orchestratorName.Name), nameof(orchestratorName));
        }

        var instance = ClientMessages.New(orchestratorName, PayloadJson.Converter.Serialize(input), options);
        var mayReplace = Replaceable(options);
        var existing = await journal.WriteAsync(
            session => JournalSteps.Start(session, journal.Hub, instance, mayReplace, journal.Now), cancellation).ConfigureAwait(false);
        return existing is null
            ? instance.Id
            : throw new OrchestrationAlreadyExistsException($"An orchestration with the instance id '{instance.Id}' already exists; it is {existing.Status}.");
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return SendAsync(instanceId, new EventRaisedEvent(-1, PayloadJson.Converter.Serialize(eventPayload)) { Name = eventName }, $"raise event {eventName} for", cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionSuspendedEvent(-1, reason), "suspend", cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionResumedEvent(-1, reason), "resume", cancellation);

    /// <remarks>Sub-orchestrations are not terminated with it, as over Azure Storage.</remarks>
    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var output = PayloadJson.Converter.Serialize(options?.Output);
        var message = ClientMessages.To(instanceId, new ExecutionTerminatedEvent(-1, output));
        return ChangeAsync(instanceId, "terminate", (session, instance, now) => Terminate(session, instance, output, message, now), cancellation);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return FindAsync(instanceId, getInputsAndOutputs, static _ => true, cancellation);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => Pageable.Create(async (continuation, pageSize, cancellation) =>
    {
        var wanted = InstanceMetadata.Filter(filter) with
        {
            After = (continuation ?? filter?.ContinuationToken) is { } token ? PageToken.Read(token) : 0,
            Max = pageSize ?? filter?.PageSize ?? OrchestrationQuery.DefaultPageSize,
        };
        var rows = await journal.ReadAsync(session => InstanceTable.List(session, journal.Hub, wanted), cancellation).ConfigureAwait(false);
        return new Page<OrchestrationMetadata>(
            [.. rows.Select(row => InstanceMetadata.Of(row, wanted.WithTexts))],
            rows.Count == wanted.Max ? PageToken.Write(rows[^1].Number) : null);
    });

    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, static row => row.Status != DurableTask.Core.OrchestrationStatus.Pending, cancellation);

    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, static row => row.IsFinal, cancellation);

    /// <returns>How many instances are gone: 0 for one that is unknown or has not ended.</returns>
    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return new PurgeResult(await journal.WriteAsync(
            session =>
            {
                if (InstanceTable.Find(session, journal.Hub, instanceId, withTexts: false) is not { IsFinal: true } row)
                {
                    return 0;
                }

                InstanceTable.Delete(session, row.Number);
                return 1;
            },
            cancellation).ConfigureAwait(false));
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var wanted = InstanceMetadata.Filter(new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses));
        return new PurgeResult(await journal.WriteAsync(
            session =>
            {
                var ended = InstanceTable.List(session, journal.Hub, wanted).Where(static row => row.IsFinal).ToList();
                ended.ForEach(row => InstanceTable.Delete(session, row.Number));
                return ended.Count;
            },
            cancellation).ConfigureAwait(false));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The default of the durable extension (overridableExistingInstanceStates: NonRunningStates): only what has ended gives way.
    private static Func<InstanceRow, bool> Replaceable(StartOrchestrationOptions? options)
    {
        if (options?.DedupeStatuses is not { } names)
        {
            return static existing => existing.IsFinal;
        }

        var kept = names.Select(static name => Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
            ? status
            : throw new ArgumentException($"Invalid orchestration runtime status: '{name}' for deduplication.", nameof(options))).ToHashSet();
        return existing => !kept.Contains((OrchestrationRuntimeStatus)existing.Status);
    }

    // An instance that has not begun has no history that could hear of its end.
    private static bool Terminate(SqliteSession session, InstanceRow instance, string? output, string message, long now)
    {
        if (instance.Status == DurableTask.Core.OrchestrationStatus.Pending && !InstanceTable.IsLocked(session, instance.Number, now))
        {
            InstanceTable.Terminate(session, instance.Number, output, now);
        }
        else
        {
            InboxTable.Add(session, instance.Number, Math.Max(now, instance.StartAt), message);
        }

        return true;
    }

    private Task SendAsync(string instanceId, HistoryEvent historyEvent, string action, CancellationToken cancellation)
    {
        historyEvent.Timestamp = new DateTime(journal.Now, DateTimeKind.Utc);
        var message = ClientMessages.To(instanceId, historyEvent);
        return ChangeAsync(
            instanceId,
            action,
            (session, instance, now) =>
            {
                InboxTable.Add(session, instance.Number, Math.Max(now, instance.StartAt), message);
                return true;
            },
            cancellation);
    }

    private async Task ChangeAsync(string instanceId, string action, Func<SqliteSession, InstanceRow, long, bool> change, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var found = await journal.WriteAsync(
            session =>
            {
                var row = InstanceTable.Find(session, journal.Hub, instanceId, withTexts: false);
                _ = row is { IsFinal: false } && change(session, row, journal.Now);
                return row;
            },
            cancellation).ConfigureAwait(false);
        if (found is null)
        {
            throw new ArgumentException($"No instance with ID '{instanceId}' was found.", nameof(instanceId));
        }

        if (found.IsFinal)
        {
            throw new InvalidOperationException($"Cannot {action} orchestration instance {instanceId} because instance is in {found.Status} state");
        }
    }

    private async Task<OrchestrationMetadata?> FindAsync(string instanceId, bool withTexts, Func<InstanceRow, bool> accept, CancellationToken cancellation)
    {
        var row = await journal.ReadAsync(session => InstanceTable.Find(session, journal.Hub, instanceId, withTexts), cancellation).ConfigureAwait(false);
        return row is not null && accept(row) ? InstanceMetadata.Of(row, withTexts) : null;
    }

    private async Task<OrchestrationMetadata> WaitAsync(string instanceId, bool withTexts, Func<InstanceRow, bool> accept, CancellationToken cancellation)
    {
        if (await GetInstancesAsync(instanceId, getInputsAndOutputs: false, cancellation).ConfigureAwait(false) is null)
        {
            throw new InvalidOperationException($"No instance with ID '{instanceId}' was found.");
        }

        return await journal.WaitForAsync(token => FindAsync(instanceId, withTexts, accept, token), static (_, _) => null, cancellation).ConfigureAwait(false);
    }
}
