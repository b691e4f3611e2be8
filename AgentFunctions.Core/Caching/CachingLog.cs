using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Caching;

internal static partial class CachingLog
{
    [LoggerMessage(50, LogLevel.Warning, "Whether there is an answer for task {TaskId} could not be found out; it runs by itself.", EventName = "AnswerNotReused")]
    public static partial void NotReused(ILogger logger, Exception exception, TaskId taskId);

    [LoggerMessage(51, LogLevel.Warning, "The answer of task {TaskId} could not be kept for identical tasks.", EventName = "AnswerNotKept")]
    public static partial void NotKept(ILogger logger, Exception exception, TaskId taskId);

    [LoggerMessage(52, LogLevel.Warning, "What is kept under work key {WorkKey} is damaged; it is replaced by the next answer.", EventName = "CacheEntryCorrupt")]
    public static partial void Corrupt(ILogger logger, WorkKey workKey);

    [LoggerMessage(53, LogLevel.Information, "Task {TaskId} leads now: the identical task before it ended without an answer.", EventName = "FollowerPromoted")]
    public static partial void Promoted(ILogger logger, TaskId taskId);

    [LoggerMessage(54, LogLevel.Warning, "The tasks that follow {TaskId} could not be reached; maintenance looks after them.", EventName = "FollowersNotSettled")]
    public static partial void NotSettled(ILogger logger, Exception exception, TaskId taskId);
}
