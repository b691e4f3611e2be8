using DurableTask.Core;

namespace AgentFunctions.LocalHost.Orchestrations.Dispatch;

/// <summary>Failures that the host itself finds.</summary>
internal static class Failures
{
    /// <summary>One that no retry mends.</summary>
    public static FailureDetails Permanent(string reason) =>
        new(typeof(InvalidOperationException).FullName!, reason, stackTrace: null, innerFailure: null, isNonRetriable: true);
}
