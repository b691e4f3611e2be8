using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Caching;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Fairness;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Intake;

/// <summary>Takes tasks in: checks them, stores them, puts them in line.</summary>
public sealed class TaskIntake(
    AgentCatalogue agents,
    TaskRequestReader reader,
    TaskIdSource ids,
    ITaskStore tasks,
    IPayloadStore payloads,
    IIdempotencyStore keys,
    WorkKeys workKeys,
    AnswerReuse reuse,
    Followers followers,
    FairLane line,
    BacklogEstimates estimates,
    BacklogMeter backlog,
    IOptions<IntakeOptions> options,
    ILogger<TaskIntake> log,
    TimeProvider time)
{
    // A batch of large or repeated tasks asks storage for each; not for all at once.
    private const int PreparedAtOnce = 32;

    /// <summary>Takes one task in.</summary>
    /// <param name="body">The task as JSON.</param>
    /// <param name="key">The same key and body again give the same task again.</param>
    public async Task<SubmitOutcome> SubmitAsync(TenantId tenant, ReadOnlyMemory<byte> body, IdempotencyKey? key, CancellationToken cancellationToken) =>
        (await SubmitAsync(tenant, [body], key, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Takes several tasks in; one outcome an item, in order. A bad item does not spoil the others.</summary>
    /// <param name="key">Stands for each item by its place.</param>
    public async Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(
        TenantId tenant, IReadOnlyList<ReadOnlyMemory<byte>> bodies, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        using Activity? span = IntakeSpan.Start(tenant, bodies.Count);
        Submission[] items = [.. bodies.Select(body => Read(tenant, body))];
        await BindAsync(items, tenant, key, cancellationToken).ConfigureAwait(false);
        ParallelOptions some = new() { MaxDegreeOfParallelism = PreparedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            items.Where(i => i.Outcome is null),
            some,
            async (item, cancelled) => item.Task = await reuse.EnterAsync(await CreateAsync(tenant, item, cancelled).ConfigureAwait(false), cancelled).ConfigureAwait(false)).ConfigureAwait(false);
        await StoreThenQueueAsync([.. items.Where(i => i.Task is not null)], cancellationToken).ConfigureAwait(false);
        SubmitOutcome[] outcomes = [.. items.Select(i => i.Outcome!)];
        IntakeSpan.End(span, outcomes);
        return outcomes;
    }

    private Submission Read(TenantId tenant, ReadOnlyMemory<byte> body)
    {
        (TaskRequest? request, Refusal? refusal) = ReadRequest(tenant, body);
        return new Submission(body, ids.Next(), request) { Outcome = refusal is null ? null : new SubmitOutcome.Refused(refusal) };
    }

    private (TaskRequest? Request, Refusal? Refusal) ReadRequest(TenantId tenant, ReadOnlyMemory<byte> body)
    {
        if (body.Length > IntakeLimits.TaskBytes)
        {
            return (null, new Refusal.TooLarge(IntakeLimits.TaskBytes));
        }

        try
        {
            using JsonDocument document = RequestBody.Parse(body);
            (TaskRequest? request, Refusal? refusal) = reader.Read(document.RootElement);
            return request is null
                ? (null, refusal)
                : (request with { WorkKey = workKeys.Of(tenant, agents.Find(request.Agent)!, document.RootElement.GetProperty("input"), request.Quality) }, null);
        }
        catch (JsonException e)
        {
            return (null, RequestBody.Malformed(e));
        }
    }

    /// <summary>Finds out for which items the key stands already. The others get the id that the key stands for from now on.</summary>
    private async Task BindAsync(Submission[] items, TenantId tenant, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return;
        }

        string scope = key.ScopeFor(tenant);
        DateTimeOffset expires = time.GetUtcNow() + options.Value.IdempotencyKeptFor;
        int[] good = [.. Enumerable.Range(0, items.Length).Where(i => items[i].Outcome is null)];
        IReadOnlyList<KeyBinding> bound = await keys
            .BindAsync([.. good.Select(i => new KeyBinding(scope, i, items[i].BodyHash, items[i].Id, expires))], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < good.Length; i++)
        {
            await RepeatAsync(items[good[i]], bound[i], key, cancellationToken).ConfigureAwait(false);
        }

        // What was fine the first time may be refused now, such as a deadline that has passed; the task is there all the same.
        foreach (int i in Enumerable.Range(0, items.Length).Except(good).ToList())
        {
            if (await keys.FindAsync(scope, i, cancellationToken).ConfigureAwait(false) is { } before && before.BodyHash == items[i].BodyHash
                && await tasks.FindAsync(before.Task, cancellationToken).ConfigureAwait(false) is { } task)
            {
                items[i].Outcome = new SubmitOutcome.Accepted(task, Repeated: true);
            }
        }
    }

    private async Task RepeatAsync(Submission item, KeyBinding bound, IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (bound.Task == item.Id)
        {
            return;
        }

        if (bound.BodyHash != item.BodyHash)
        {
            item.Outcome = new SubmitOutcome.Refused(new Refusal.KeyReused(key.Value));
        }
        else if (await tasks.FindAsync(bound.Task, cancellationToken).ConfigureAwait(false) is { } task)
        {
            item.Outcome = new SubmitOutcome.Accepted(task, Repeated: true);
        }
        else
        {
            // Whoever bound the key has not stored the task yet, or never will. Either way both store the same one.
            (item.Id, item.IsRepeat) = (bound.Task, true);
        }
    }

    private async Task<AgentTask> CreateAsync(TenantId tenant, Submission item, CancellationToken cancellationToken)
    {
        TaskRequest request = item.Request!;
        return new AgentTask
        {
            Id = item.Id,
            Tenant = tenant,
            Agent = request.Agent,
            AgentVersion = agents.Find(request.Agent)!.Version,
            Lane = request.Lane,
            Input = await payloads.KeepAsync(item.Id, "input", request.InputJson, cancellationToken).ConfigureAwait(false),
            Quality = request.Quality,
            Explore = request.Explore,
            Deadline = request.Deadline,
            NotBefore = request.NotBefore,
            MaxCost = request.MaxCost,
            Cache = request.Cache,
            Stream = request.Stream,
            WorkKey = request.WorkKey,
            Metadata = request.Metadata,
            CallbackUrl = request.Callback,
            DueAt = request.NotBefore is { } notBefore && notBefore > time.GetUtcNow() ? notBefore : time.GetUtcNow(),
        };
    }

    // In this order a crash in between leaves a stored task, which maintenance puts in line, and never a lost one.
    private async Task StoreThenQueueAsync(Submission[] items, CancellationToken cancellationToken)
    {
        if (items.Length == 0)
        {
            return;
        }

        BacklogTickets tickets = estimates.Tickets();
        IReadOnlyList<AgentTask> stored = await tasks
            .AddAsync([.. items.Select(i => NeedsWorker(i.Task!) ? i.Task! with { Ticket = tickets.Next(i.Task!.Lane) } : i.Task!)], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < items.Length; i++)
        {
            items[i].Outcome = new SubmitOutcome.Accepted(stored[i], items[i].IsRepeat);
            if (stored[i].Attempts.Count == 0)
            {
                backlog.Move(null, stored[i]);
            }
        }

        await QueueAsync([.. stored.Where(NeedsWorker)]).ConfigureAwait(false);
        await Task.WhenAll(items.Select(ConfirmAsync)).ConfigureAwait(false);
    }

    // A client that hangs up now has its tasks stored already, so they go on their way. A task that two callers stored at the
    // same time may be on its way already; duplicate detection drops the second message.
    private async Task QueueAsync(IReadOnlyList<AgentTask> stored)
    {
        try
        {
            await line.SendAsync(stored, CancellationToken.None).ConfigureAwait(false);
        }
        catch (QueueUnavailableException e)
        {
            // They will be run, so the client must not be told to send them again.
            IntakeLog.TasksNotInLine(log, e, stored.Count);
        }
    }

    // Neither answered already nor about to be by another task.
    private static bool NeedsWorker(AgentTask task) => task is { Status: AgentTaskStatus.Queued, Attempts: [], Leader: null };

    private async Task ConfirmAsync(Submission item)
    {
        if (item.Outcome is SubmitOutcome.Accepted { Task: { Status: AgentTaskStatus.Queued, Leader: not null } follower } accepted)
        {
            item.Outcome = accepted with { Task = await followers.ConfirmAsync(follower).ConfigureAwait(false) };
        }
    }

    /// <summary>One item on its way in.</summary>
    private sealed class Submission(ReadOnlyMemory<byte> body, TaskId id, TaskRequest? request)
    {
        public ReadOnlyMemory<byte> Body { get; } = body;

        /// <summary>Only hashed for a client that gave a key.</summary>
        public string BodyHash => field ??= KeyBinding.HashOf(Body);

        public TaskRequest? Request { get; } = request;

        public TaskId Id { get; set; } = id;

        public bool IsRepeat { get; set; }

        public AgentTask? Task { get; set; }

        public SubmitOutcome? Outcome { get; set; }
    }
}
