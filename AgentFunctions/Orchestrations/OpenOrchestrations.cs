using Microsoft.DurableTask.Client;

namespace AgentFunctions.Orchestrations;

/// <summary>Counts the orchestrations that have not ended, on whatever host the functions run.</summary>
public static class OpenOrchestrations
{
    private const int PageSize = 500;

    /// <summary>All open orchestrations of the task hub by name and status, the names in order.</summary>
    /// <remarks>It reads every open instance, without its inputs: one request a page of 500.</remarks>
    public static async Task<IReadOnlyList<OpenOrchestrationGroup>> ReadAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        OrchestrationQuery open = new(
            Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended],
            PageSize: PageSize);
        Dictionary<(string Name, OrchestrationRuntimeStatus Status), OpenOrchestrationGroup> groups = [];
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(open).WithCancellation(cancellationToken))
        {
            (string, OrchestrationRuntimeStatus) key = (instance.Name, instance.RuntimeStatus);
            groups[key] = groups.TryGetValue(key, out OpenOrchestrationGroup? group)
                ? group with { Count = group.Count + 1, Oldest = instance.CreatedAt < group.Oldest ? instance.CreatedAt : group.Oldest }
                : new OpenOrchestrationGroup(instance.Name, instance.RuntimeStatus, 1, instance.CreatedAt);
        }

        return [.. groups.Values.OrderBy(g => g.Name, StringComparer.Ordinal).ThenBy(g => g.Status)];
    }
}

/// <summary>Open orchestrations of one name in one status.</summary>
/// <param name="Name">Name of the orchestrator.</param>
/// <param name="Status">Pending, Running or Suspended.</param>
/// <param name="Count">How many there are, from 1.</param>
/// <param name="Oldest">When the oldest of them was created, UTC.</param>
public sealed record OpenOrchestrationGroup(string Name, OrchestrationRuntimeStatus Status, int Count, DateTimeOffset Oldest);
