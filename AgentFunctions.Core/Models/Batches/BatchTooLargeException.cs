namespace AgentFunctions.Models.Batches;

/// <summary>Requests that do not go into one batch; none was sent.</summary>
public sealed class BatchTooLargeException : Exception
{
    internal BatchTooLargeException(int fitting, BatchLimits limits)
        : base($"A batch holds at most {limits.Requests} requests and {limits.Bytes} bytes; of these requests the first {fitting} go into one.") => Fitting = fitting;

    /// <summary>How many of the requests, from the first, go into one batch; 0: the first alone is too large.</summary>
    public int Fitting { get; }
}
