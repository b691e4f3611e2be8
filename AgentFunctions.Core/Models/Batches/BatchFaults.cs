using AgentFunctions.Tasks;

namespace AgentFunctions.Models.Batches;

/// <summary>Faults of single requests within a batch, by the rules of <see cref="ModelFault"/>.</summary>
internal static class BatchFaults
{
    private const int LongestMessage = 300;

    public static ModelFault Unavailable(string message, bool throttled = false) =>
        new(new TaskError(TaskError.ModelUnavailable, Short(message)), Transient: true, Throttled: throttled);

    public static ModelFault Rejected(string message) => new(new TaskError(TaskError.ModelRejected, Short(message)), Transient: false);

    public static ModelFault OfStatus(long status, string? message) => status is 408 or 429 or >= 500
        ? Unavailable($"HTTP {status}: {message}", throttled: status == 429)
        : Rejected($"HTTP {status}: {message}");

    public static string Short(string message) => message.Length <= LongestMessage ? message : message[..LongestMessage];
}
