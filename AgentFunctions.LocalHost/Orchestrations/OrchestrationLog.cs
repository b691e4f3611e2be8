namespace AgentFunctions.LocalHost.Orchestrations;

internal static partial class OrchestrationLog
{
    [LoggerMessage(200, LogLevel.Error, "Orchestration {Instance} ({Name}) failed: {ErrorType}: {Reason}", EventName = "OrchestrationFailed")]
    public static partial void OrchestrationFailed(ILogger logger, string instance, string name, string? errorType, string? reason);

    [LoggerMessage(201, LogLevel.Warning, "The lock on {Kind} {Number} was lost; what it did is not recorded here and is done again.", EventName = "OrchestrationLockLost")]
    public static partial void LockLost(ILogger logger, string kind, long number);

    [LoggerMessage(202, LogLevel.Warning, "The locks of running orchestration work could not be renewed; trying again.", EventName = "OrchestrationLocksNotRenewed")]
    public static partial void LocksNotRenewed(ILogger logger, Exception exception);

    [LoggerMessage(203, LogLevel.Error, "Orchestrator {Instance} ({Name}) used its context on a thread that is not its own.", EventName = "OrchestratorLeftItsThread")]
    public static partial void LeftItsThread(ILogger logger, string instance, string name);

    [LoggerMessage(204, LogLevel.Information, "Removed {Count} orchestrations that ended more than {Days} days ago.", EventName = "OrchestrationsRemoved")]
    public static partial void Removed(ILogger logger, int count, double days);

    [LoggerMessage(205, LogLevel.Error, "Old orchestrations could not be removed; trying again later.", EventName = "OrchestrationsNotRemoved")]
    public static partial void NotRemoved(ILogger logger, Exception exception);
}
