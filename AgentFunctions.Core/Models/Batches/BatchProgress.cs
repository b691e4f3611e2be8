namespace AgentFunctions.Models.Batches;

/// <summary>How a batch stands. Of all but <see cref="Running"/> the results can be read, as far as there are any.</summary>
public abstract record BatchProgress
{
    private BatchProgress()
    {
    }

    /// <summary>Being checked, worked on, finished up or cancelled.</summary>
    public sealed record Running(BatchCounts Counts) : BatchProgress;

    /// <summary>All requests were worked on; some may have failed.</summary>
    public sealed record Ended(BatchCounts Counts) : BatchProgress;

    /// <summary>The window passed before all requests were worked on; those that were have results, and are charged for.</summary>
    public sealed record Expired(BatchCounts Counts) : BatchProgress;

    /// <summary>The provider refused the batch as a whole; nothing was run.</summary>
    /// <param name="Reason">For a person; at most 300 characters.</param>
    public sealed record Failed(string Reason) : BatchProgress;

    /// <summary>Cancelled before all requests were worked on; those that were have results, and are charged for.</summary>
    public sealed record Cancelled(BatchCounts Counts) : BatchProgress;
}
