using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Batching.Collecting;
using AgentFunctions.Batching.Packing;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;

namespace AgentFunctions.Workers.Packs;

/// <summary>Puts the tasks of a batch of messages into packs. Decides nothing of the tasks themselves: a message that comes again leads to the same pack, or to one whose claims fail.</summary>
public sealed class SmallTaskCollector(AgentCatalogue agents, ITaskQueue queue, PackSizes sizes, PatientTasks patient, TokenCounter tokens, TimeProvider time)
{
    // Hex digits of a hash: 128 bits.
    private const int IdLength = 32;

    // Each task is a request of its own there, so that their tokens do not count; they wait as long as may be, for fewer batches.
    private static readonly AgentBatchPolicy Patient = new(1_000, int.MaxValue, AgentBatchPolicy.LongestWait);

    /// <summary>Deals with a batch of messages. When it returns, what is in no pack is in line elsewhere; the packs are to be started before the messages are completed.</summary>
    /// <param name="bodies">Bodies of messages from <see cref="LaneQueues.Small"/>.</param>
    public async Task<CollectedPacks> CollectAsync(IReadOnlyList<BinaryData> bodies, CancellationToken cancellationToken)
    {
        List<int> unreadable = [];
        List<Waiting> waiting = [];
        List<TaskMessage> elsewhere = [];
        for (int i = 0; i < bodies.Count; i++)
        {
            if (TaskMessage.Read(bodies[i]) is not { } message)
            {
                unreadable.Add(i);
            }
            else if (message.Snapshot is { } task && agents.Find(task.Agent) is { } agent && (patient.Contain(task) ? Patient : agent.Batch) is { } policy)
            {
                waiting.Add(new Waiting(message, task, agent, policy, TokensOf(agent, task)));
            }
            else
            {
                elsewhere.Add(message with { IsSmall = false });
            }
        }

        List<PackOrder> packs = [];
        foreach (IGrouping<BatchKey, Waiting> group in waiting.DistinctBy(w => w.Task.Id).GroupBy(BatchKey.Of))
        {
            await PackAsync([.. group], packs, elsewhere, cancellationToken).ConfigureAwait(false);
        }

        // Not cancelled: what is sent here is completed there.
        await queue.SendAsync(elsewhere, CancellationToken.None).ConfigureAwait(false);
        return new CollectedPacks(packs, unreadable);
    }

    private async Task PackAsync(IReadOnlyList<Waiting> group, List<PackOrder> packs, List<TaskMessage> elsewhere, CancellationToken cancellationToken)
    {
        (AgentDefinition agent, AgentBatchPolicy policy) = (group[0].Agent, group[0].Policy);
        bool isPatient = policy == Patient;
        int size = isPatient ? policy.MaxItems : Math.Min(await sizes.LookUpAsync(agent, cancellationToken).ConfigureAwait(false), policy.MaxItems);
        long shared = tokens.Count(agent.Instructions.System);
        foreach (IReadOnlyList<Waiting> pack in PackBuilder.Pack(group, w => w.Tokens, size, Math.Max(1, policy.MaxInputTokens - shared)))
        {
            DateTimeOffset oldest = pack.Min(w => w.Since);
            if (pack.Count < size && oldest + policy.MaxWait > time.GetUtcNow())
            {
                // Visible again all at once, so that they meet again.
                elsewhere.AddRange(pack.Select(w => w.Message with { DueAt = oldest + policy.MaxWait }));
            }
            else if (isPatient)
            {
                packs.Add(OrderOf(agent, pack) with { FallbackAt = patient.FallbackFor(pack.Select(w => w.Task)) });
            }
            else if (pack.Count == 1)
            {
                sizes.NoteCompany(agent, 1);
                elsewhere.Add(pack[0].Message with { IsSmall = false });
            }
            else
            {
                sizes.NoteCompany(agent, pack.Count);
                packs.Add(OrderOf(agent, pack));
            }
        }
    }

    private static PackOrder OrderOf(AgentDefinition agent, IReadOnlyList<Waiting> pack)
    {
        TaskId[] ids = [.. pack.Select(w => w.Task.Id).OrderBy(id => id.ToString(), StringComparer.Ordinal)];
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ids))));
        return new PackOrder(hash[..IdLength], agent.Name, ids);
    }

    private long TokensOf(AgentDefinition agent, AgentTask task)
    {
        using JsonDocument input = JsonDocument.Parse(((Payload.Inline)task.Input).Json);
        return tokens.Count(agent.Instructions.RenderUser(input.RootElement));
    }

    private sealed record Waiting(TaskMessage Message, AgentTask Task, AgentDefinition Agent, AgentBatchPolicy Policy, long Tokens)
    {
        /// <summary>Since when it could have been run.</summary>
        public DateTimeOffset Since => CallScope.Of(Task).Since;
    }

    /// <summary>
    /// What tasks must have in common to share a request. The output shape is the agent's, of this version; the model class follows from the quality. Those
    /// for a provider's batch have deadlines of the same hour, since the first of them says when to give up.
    /// </summary>
    private sealed record BatchKey(TenantId Tenant, string Agent, string Version, Lane Lane, double? Quality, DateTimeOffset? Hour)
    {
        public static BatchKey Of(Waiting waiting)
        {
            AgentTask task = waiting.Task;
            DateTimeOffset? hour = waiting.Policy == Patient ? LedgerKey.HourOf(task.Deadline!.Value.ToUniversalTime()) : null;
            return new(task.Tenant, task.Agent, task.AgentVersion, task.Lane, task.Quality, hour);
        }
    }
}

/// <summary>What became of a batch of messages.</summary>
/// <param name="Packs">To be started.</param>
/// <param name="Unreadable">Places of messages that are none of ours.</param>
public sealed record CollectedPacks(IReadOnlyList<PackOrder> Packs, IReadOnlyList<int> Unreadable);
