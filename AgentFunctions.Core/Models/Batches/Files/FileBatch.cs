using System.Text.Json;

namespace AgentFunctions.Models.Batches.Files;

/// <summary>Reads OpenAI's batch object.</summary>
internal static class FileBatch
{
    private const int MostReasons = 3;

    /// <exception cref="FormatException">The provider's answer is no batch.</exception>
    public static BatchSubmission Submission(JsonElement batch) =>
        new(batch.Text("id") ?? throw new FormatException("The provider's answer has no batch id."), batch.Time("created_at"), batch.Time("expires_at"));

    /// <exception cref="FormatException">The status is none that the API knows.</exception>
    public static BatchProgress Progress(JsonElement batch) => batch.Text("status") switch
    {
        { } status when Is(status, "validating", "in_progress", "finalizing", "cancelling") => new BatchProgress.Running(Counts(batch)),
        { } status when Is(status, "completed") => new BatchProgress.Ended(Counts(batch)),
        { } status when Is(status, "expired") => new BatchProgress.Expired(Counts(batch)),
        { } status when Is(status, "failed") => new BatchProgress.Failed(Reason(batch)),
        { } status when Is(status, "cancelled") => new BatchProgress.Cancelled(Counts(batch)),
        _ => throw new FormatException("The provider's answer has no status that batches have."),
    };

    // Azure OpenAI's examples write "Validating".
    private static bool Is(string status, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (string.Equals(status, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static BatchCounts Counts(JsonElement batch) => batch.Find("request_counts") is { } counts
        ? new BatchCounts(counts.Count("total") ?? 0, counts.Count("completed") ?? 0, counts.Count("failed") ?? 0)
        : new BatchCounts(0, 0, 0);

    private static string Reason(JsonElement batch)
    {
        string[] reasons = [.. (batch.Find("errors")?.Items("data") ?? []).Take(MostReasons).Select(ReasonOf)];
        return reasons.Length == 0 ? "The provider gave no reason." : BatchFaults.Short(string.Join("; ", reasons));
    }

    private static string ReasonOf(JsonElement error)
    {
        string place = error.Count("line") is { } line ? $"line {line}: " : string.Empty;
        return place + (ErrorBody.DescribeError(error) ?? "no reason given");
    }
}
