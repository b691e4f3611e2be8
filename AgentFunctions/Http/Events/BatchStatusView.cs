using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Intake.Batches;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Events;

/// <summary>A batch as it stands.</summary>
/// <param name="Counts">Tasks by status.</param>
/// <param name="Finished">Whether all are over.</param>
/// <param name="Tasks">In the order in which they came.</param>
internal sealed record BatchStatusView(
    string Id, DateTimeOffset CreatedAt, int Total, IReadOnlyDictionary<string, int> Counts, bool Finished, IReadOnlyList<BatchTaskView> Tasks)
{
    public static IResult Of(TaskBatch batch, IReadOnlyList<ScannedTask> tasks) => Results.Json(
        new BatchStatusView(
            batch.Id.ToString(),
            batch.Id.CreatedAt,
            batch.Tasks.Count,
            CountsOf(tasks),
            tasks.Count == batch.Tasks.Count && tasks.All(t => TaskLifecycle.IsFinal(t.Status)),
            [.. tasks.Select(t => new BatchTaskView(t.Id.ToString(), t.Status.ToApi()))]),
        ApiJson.Sent.BatchStatusView);

    public static Dictionary<string, int> CountsOf(IEnumerable<ScannedTask> tasks) =>
        tasks.GroupBy(t => t.Status).OrderBy(s => s.Key).ToDictionary(s => s.Key.ToApi(), s => s.Count());
}

/// <summary>A task of a batch.</summary>
internal sealed record BatchTaskView(string Id, [property: NamesOf(typeof(AgentTaskStatus))] string Status);

/// <summary>The end of a batch.</summary>
/// <param name="Counts">Tasks by status.</param>
internal sealed record BatchEndView(string Batch, int Total, IReadOnlyDictionary<string, int> Counts)
{
    public static BatchEndView Of(TaskBatch batch, IReadOnlyList<ScannedTask> tasks) =>
        new(batch.Id.ToString(), batch.Tasks.Count, BatchStatusView.CountsOf(tasks));
}
