using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Webhooks;

/// <summary>Never an address, which may hold a token: the host alone.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(90, LogLevel.Warning, "{Count} callbacks could not be put in line; maintenance does it once the queue answers.", EventName = "CallbacksNotInLine")]
    public static partial void NotInLine(ILogger logger, Exception exception, int count);

    [LoggerMessage(91, LogLevel.Information, "The callback of task {TaskId} was delivered to {Host} on try {Try}.", EventName = "CallbackDelivered")]
    public static partial void Delivered(ILogger logger, TaskId taskId, string host, int @try);

    [LoggerMessage(92, LogLevel.Information, "The callback of task {TaskId} to {Host} met {Code} ({Status}) on try {Try}; next try at {DueAt:O}.", EventName = "CallbackRetry")]
    public static partial void Retried(ILogger logger, TaskId taskId, string host, string code, int? status, int @try, DateTimeOffset dueAt);

    [LoggerMessage(93, LogLevel.Warning, "The callback of task {TaskId} to {Host} was given up after try {Try}: {Code} ({Status}).", EventName = "CallbackGivenUp")]
    public static partial void GivenUp(ILogger logger, TaskId taskId, string host, string code, int? status, int @try);

    [LoggerMessage(94, LogLevel.Warning, "{Count} callbacks that had no message any more were put in line again.", EventName = "CallbacksRequeued")]
    public static partial void Requeued(ILogger logger, int count);
}
