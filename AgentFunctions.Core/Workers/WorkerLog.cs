using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Workers;

internal static partial class WorkerLog
{
    [LoggerMessage(1, LogLevel.Information, "Task {TaskId} of agent {Agent} succeeded on attempt {Attempt} with model {Model}.", EventName = "TaskSucceeded")]
    public static partial void TaskSucceeded(ILogger logger, TaskId taskId, string agent, int attempt, string? model);

    [LoggerMessage(2, LogLevel.Warning, "Task {TaskId} of agent {Agent} failed on attempt {Attempt} with {Code}; it is now {Status}.", EventName = "TaskFailed")]
    public static partial void TaskFailed(ILogger logger, TaskId taskId, string agent, int attempt, string code, AgentTaskStatus status);

    [LoggerMessage(3, LogLevel.Warning, "Task {TaskId} of agent {Agent} met {Code} on attempt {Attempt}; next try at {DueAt:O}.", EventName = "TaskRetry")]
    public static partial void TaskRetry(ILogger logger, TaskId taskId, string agent, int attempt, string code, DateTimeOffset dueAt);

    [LoggerMessage(4, LogLevel.Information, "The work on task {TaskId} was given up: the task was cancelled or taken over.", EventName = "LeaseLost")]
    public static partial void LeaseLost(ILogger logger, TaskId taskId);

    [LoggerMessage(5, LogLevel.Warning, "The lease of task {TaskId} could not be renewed; trying again while it holds.", EventName = "LeaseNotRenewed")]
    public static partial void LeaseNotRenewed(ILogger logger, Exception exception, TaskId taskId);

    [LoggerMessage(6, LogLevel.Information, "Task {TaskId} was handed back because the host is stopping.", EventName = "TaskHandedBack")]
    public static partial void TaskHandedBack(ILogger logger, TaskId taskId);

    [LoggerMessage(8, LogLevel.Warning, "Task {TaskId} could not be reached in storage; its message comes again.", EventName = "TaskNotReached")]
    public static partial void TaskNotReached(ILogger logger, Exception exception, TaskId taskId);

    [LoggerMessage(9, LogLevel.Warning, "The outcome of task {TaskId} could not be stored; trying again.", EventName = "OutcomeNotStored")]
    public static partial void NotCommitted(ILogger logger, Exception exception, TaskId taskId);

    [LoggerMessage(10, LogLevel.Error, "The work on task {TaskId} broke.", EventName = "RunBroke")]
    public static partial void RunBroke(ILogger logger, Exception exception, TaskId taskId);

    [LoggerMessage(12, LogLevel.Information, "Task {TaskId} of agent {Agent} waits until {DueAt:O} for {Code}.", EventName = "TaskDeferred")]
    public static partial void TaskDeferred(ILogger logger, TaskId taskId, string agent, string code, DateTimeOffset dueAt);

    [LoggerMessage(11, LogLevel.Error, "An attempt at task {TaskId} that lost its lease had cost {Cost} USD, which could not be booked.", EventName = "AttemptNotBilled")]
    public static partial void NotBilled(ILogger logger, Exception exception, TaskId taskId, Usd cost);
}
