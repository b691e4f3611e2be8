using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Upkeep;

internal static partial class UpkeepLog
{
    [LoggerMessage(40, LogLevel.Warning, "{Count} stranded tasks of lane {Lane} were put in line again.", EventName = "TasksRequeued")]
    public static partial void TasksRequeued(ILogger logger, int count, Lane lane);

    [LoggerMessage(41, LogLevel.Information, "The backlog's counts were corrected: {Waiting} waiting, {Running} running.", EventName = "BacklogCorrected")]
    public static partial void BacklogCorrected(ILogger logger, long waiting, long running);

    [LoggerMessage(42, LogLevel.Information, "{Count} expired idempotency keys were removed.", EventName = "KeysRemoved")]
    public static partial void KeysRemoved(ILogger logger, int count);

    [LoggerMessage(43, LogLevel.Information, "{Count} expired answers were removed from the cache.", EventName = "AnswersRemoved")]
    public static partial void AnswersRemoved(ILogger logger, int count);

    [LoggerMessage(44, LogLevel.Warning, "The queue does not answer; stranded tasks are put in line once it does.", EventName = "QueueAway")]
    public static partial void QueueAway(ILogger logger, Exception exception);
}
