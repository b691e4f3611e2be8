namespace AgentFunctions.LocalHost.Triggers;

internal static partial class TriggerLog
{
    [LoggerMessage(100, LogLevel.Error, "Function {Function} failed.", EventName = "FunctionFailed")]
    public static partial void FunctionFailed(ILogger logger, Exception exception, string function);

    [LoggerMessage(101, LogLevel.Warning, "The lock of a message of {Queue} could not be renewed.", EventName = "LockNotRenewed")]
    public static partial void LockNotRenewed(ILogger logger, Exception exception, string queue);

    [LoggerMessage(102, LogLevel.Error, "The messages of the queues could not be received; trying again.", EventName = "ReceiveFailed")]
    public static partial void ReceiveFailed(ILogger logger, Exception exception);
}
