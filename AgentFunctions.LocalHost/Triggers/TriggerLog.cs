namespace AgentFunctions.LocalHost.Triggers;

internal static partial class TriggerLog
{
    [LoggerMessage(100, LogLevel.Error, "Function {Function} failed.", EventName = "FunctionFailed")]
    public static partial void FunctionFailed(ILogger logger, Exception exception, string function);

    [LoggerMessage(101, LogLevel.Warning, "The lock of a message of {Queue} could not be renewed.", EventName = "LockNotRenewed")]
    public static partial void LockNotRenewed(ILogger logger, Exception exception, string queue);

    [LoggerMessage(102, LogLevel.Error, "The messages of the queues could not be received; trying again.", EventName = "ReceiveFailed")]
    public static partial void ReceiveFailed(ILogger logger, Exception exception);

    [LoggerMessage(103, LogLevel.Warning, "The locks of {Count} messages of {Queue} have ended; others may have them by now.", EventName = "BatchLocksLost")]
    public static partial void BatchLocksLost(ILogger logger, int count, string queue);

    [LoggerMessage(104, LogLevel.Warning, "The locks of a batch of {Queue} could not be renewed; trying again.", EventName = "BatchLocksNotRenewed")]
    public static partial void BatchLocksNotRenewed(ILogger logger, Exception exception, string queue);

    [LoggerMessage(105, LogLevel.Warning, "Function {Function} holds its batch for longer than the lock of {Queue}. Azure does not renew the locks of a batch: there the messages would be with another receiver by now.", EventName = "BatchOutlivesLocks")]
    public static partial void BatchOutlivesLocks(ILogger logger, string function, string queue);
}
