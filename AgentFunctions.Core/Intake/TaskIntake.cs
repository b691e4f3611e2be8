using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Intake;

/// <summary>Takes tasks in: checks them, stores them, puts them in line.</summary>
public sealed class TaskIntake(
    AgentCatalogue agents, TaskRequestReader reader, TaskIdSource ids, ITaskStore tasks, IPayloadStore payloads, ITaskQueue queue, TimeProvider time)
{
    /// <summary>Takes one task in.</summary>
    /// <param name="body">The task as JSON.</param>
    public async Task<SubmitOutcome> SubmitAsync(TenantId tenant, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        (await SubmitAsync(tenant, [body], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Takes several tasks in; one outcome an item, in order. A bad item does not spoil the others.</summary>
    public async Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(TenantId tenant, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellationToken)
    {
        SubmitOutcome[] outcomes = new SubmitOutcome[bodies.Count];
        for (int i = 0; i < bodies.Count; i++)
        {
            (TaskRequest? request, Refusal? refusal) = Read(bodies[i]);
            outcomes[i] = refusal is not null
                ? new SubmitOutcome.Refused(refusal)
                : new SubmitOutcome.Accepted(await CreateAsync(tenant, request!, cancellationToken).ConfigureAwait(false));
        }

        AgentTask[] accepted = [.. outcomes.OfType<SubmitOutcome.Accepted>().Select(a => a.Task)];
        await StoreThenQueueAsync(accepted, cancellationToken).ConfigureAwait(false);
        return outcomes;
    }

    private (TaskRequest? Request, Refusal? Refusal) Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length > IntakeLimits.TaskBytes)
        {
            return (null, new Refusal.TooLarge(IntakeLimits.TaskBytes));
        }

        try
        {
            using JsonDocument document = RequestBody.Parse(body);
            return reader.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return (null, RequestBody.Malformed(e));
        }
    }

    private async Task<AgentTask> CreateAsync(TenantId tenant, TaskRequest request, CancellationToken cancellationToken)
    {
        TaskId id = ids.Next();
        return new AgentTask
        {
            Id = id,
            Tenant = tenant,
            Agent = request.Agent,
            AgentVersion = agents.Find(request.Agent)!.Version,
            Lane = request.Lane,
            Input = await payloads.KeepAsync(id, "input", request.InputJson, cancellationToken).ConfigureAwait(false),
            Quality = request.Quality,
            Deadline = request.Deadline,
            NotBefore = request.NotBefore,
            MaxCost = request.MaxCost,
            Cache = request.Cache,
            Metadata = request.Metadata,
            DueAt = request.NotBefore is { } notBefore && notBefore > time.GetUtcNow() ? notBefore : time.GetUtcNow(),
        };
    }

    // In this order a crash in between leaves a stored task, which maintenance puts in line, and never a lost one.
    private async Task StoreThenQueueAsync(AgentTask[] accepted, CancellationToken cancellationToken)
    {
        if (accepted.Length == 0)
        {
            return;
        }

        await tasks.AddAsync(accepted, cancellationToken).ConfigureAwait(false);

        // A client that hangs up now has its tasks stored already, so they go on their way.
        await queue.SendAsync([.. accepted.Select(TaskMessage.For)], CancellationToken.None).ConfigureAwait(false);
    }
}
