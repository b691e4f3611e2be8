using System.Text.Json.Serialization;

namespace AgentFunctions.Client;

/// <summary>What became of one task of a batch.</summary>
/// <param name="Index">Place among the tasks that were given, 0 for the first.</param>
/// <param name="Status">The HTTP status the task would have got alone.</param>
/// <param name="Id">Id of the task; null when it was refused.</param>
/// <param name="Repeated">True when an earlier request with the same idempotency key had made the task.</param>
/// <param name="Problem">Why it was refused.</param>
public sealed record BatchItem(long Index, int Status, string? Id, bool? Repeated, Problem? Problem)
{
    /// <summary>Id of the batch that the task came with, for <see cref="BatchesApi"/>; null when it was refused, or the server could not note it.</summary>
    [JsonIgnore]
    public string? Batch { get; init; }

    [JsonIgnore]
    public bool IsAccepted => Id is not null;
}

internal sealed record BatchAnswer(string? Batch, IReadOnlyList<BatchItem>? Items);
