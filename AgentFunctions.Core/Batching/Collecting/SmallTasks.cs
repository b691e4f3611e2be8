using System.Collections.Concurrent;
using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Models;
using AgentFunctions.Routing;
using AgentFunctions.Tasks;

namespace AgentFunctions.Batching.Collecting;

/// <summary>Decides which tasks wait for company, to share a model request or a provider's batch with others of their agent.</summary>
public sealed class SmallTasks(AgentCatalogue agents, CandidateModels candidates, TokenCounter tokens, PackSizes sizes, PatientTasks patient, TimeProvider time)
{
    // The task travels in its message.
    private const int MostInput = 8 * 1024;

    // Few answers are as long as they may be.
    private const double UsualShareOfOutput = 0.25;

    // One in so many goes alone all the same, to know how tasks alone do.
    private const int AloneOneIn = 50;

    // What is left until a deadline must hold the wait, the request and a second one alone.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    // A task that is older was put in line again for some reason, and has waited long enough.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>Tokens that all tasks of an agent have in common, by its fingerprint.</summary>
    private readonly ConcurrentDictionary<string, long> _shared = new(StringComparer.Ordinal);

    /// <summary>True when the task is to wait for company.</summary>
    public bool Contain(AgentTask task) => patient.Contain(task) || CanShare(task);

    private bool CanShare(AgentTask task) =>
        task is { Lane: not Lane.Interactive, Attempts: [], Redrives: [], MaxCost: null, Leader: null, Stream: false, Input: Payload.Inline { Json.Length: <= MostInput } input }
        && agents.Find(task.Agent) is { Batch: { } policy } agent
        && task.Id.Number % AloneOneIn != 0
        && HasTime(task, policy)
        && sizes.Of(agent) > 1
        && Saves(agent, task, input.Json, sizes.CompanyOf(agent));

    private bool HasTime(AgentTask task, AgentBatchPolicy policy)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset since = task.NotBefore > task.CreatedAt ? task.NotBefore.Value : task.CreatedAt;
        return now - since < Fresh && (task.Deadline is null || task.Deadline - (since > now ? since : now) > policy.MaxWait + Slack);
    }

    private bool Saves(AgentDefinition agent, AgentTask task, string inputJson, double company)
    {
        ModelDefinition model = candidates.Of(agent, task.Quality)[0];
        if (model.Price.Input <= 0)
        {
            // Before anything is counted, which takes longer than all else here.
            return false;
        }

        using JsonDocument input = JsonDocument.Parse(inputJson);
        long own = tokens.Count(agent.Instructions.RenderUser(input.RootElement));
        long shared = _shared.GetOrAdd(agent.Fingerprint, _ => tokens.Count(agent.Instructions.System) + tokens.Count(agent.OutputSchema.GetRawText()));
        return own <= agent.Batch!.MaxInputTokens / 2
            && BatchWorth.SavingShare(model.Price, shared, own, agent.MaxOutputTokens * UsualShareOfOutput, company) >= BatchWorth.LeastSaving(task.Lane);
    }
}
