using DurableTask.Core;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>Which states end an instance.</summary>
internal static class StatusRules
{
    /// <summary>The final states for SQL: Completed, Failed, Canceled, Terminated.</summary>
    public const string FinalStates = "(1, 3, 4, 5)";

    public static bool IsFinal(this OrchestrationStatus status) => status
        is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Canceled or OrchestrationStatus.Terminated;
}
