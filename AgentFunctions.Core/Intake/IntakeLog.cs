using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Intake;

internal static partial class IntakeLog
{
    [LoggerMessage(80, LogLevel.Warning, "The feedback on task {TaskId} is stored, but {Listener} could not take note of it.", EventName = "FeedbackNotHeard")]
    public static partial void FeedbackNotHeard(ILogger logger, Exception exception, TaskId taskId, string listener);

    [LoggerMessage(81, LogLevel.Warning, "{Count} tasks are stored but could not be put in line; maintenance will do so once the queue answers.", EventName = "TasksNotInLine")]
    public static partial void TasksNotInLine(ILogger logger, Exception exception, int count);

    [LoggerMessage(82, LogLevel.Warning, "{Count} tasks are accepted, but it could not be noted that they came as one batch.", EventName = "BatchNotNoted")]
    public static partial void BatchNotNoted(ILogger logger, Exception exception, int count);
}
