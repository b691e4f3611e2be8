using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Events;

internal static partial class EventsLog
{
    [LoggerMessage(120, LogLevel.Warning, "The answer of task {TaskId} cannot be shown while it is written; the task goes on.", EventName = "DeltasNotWritten")]
    public static partial void DeltasNotWritten(ILogger logger, Exception exception, TaskId taskId);

    [LoggerMessage(121, LogLevel.Warning, "Storage does not answer; an event stream waits for it.", EventName = "EventsNotRead")]
    public static partial void EventsNotRead(ILogger logger, Exception exception);
}
