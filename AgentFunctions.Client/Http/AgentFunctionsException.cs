namespace AgentFunctions.Client;

/// <summary>What all exceptions of the client derive from. Messages are for a person.</summary>
public abstract class AgentFunctionsException : Exception
{
    private protected AgentFunctionsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The server refused the request (4xx), or could not carry it out after all retries (5xx).</summary>
public sealed class ApiException : AgentFunctionsException
{
    internal ApiException(Problem problem, TimeSpan? retryAfter)
        : base(MessageOf(problem))
    {
        Problem = problem;
        RetryAfter = retryAfter;
    }

    /// <summary>What the server said; its status is that of HTTP.</summary>
    public Problem Problem { get; }

    /// <summary>When the server says that it may be asked again.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The HTTP status, 400 to 599.</summary>
    public int Status => Problem.Status;

    internal bool Is(string kind) => Problem.Type == $"urn:agentfn:problem:{kind}";

    private static string MessageOf(Problem problem) =>
        $"{problem.Title ?? "The server refused"} ({problem.Status}){(problem.Detail is { Length: > 0 } detail ? $": {detail}" : ".")}";
}

/// <summary>No answer came after all retries, or one that is not of this API.</summary>
public sealed class ServerUnavailableException : AgentFunctionsException
{
    internal ServerUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The task has no result: it failed, was cancelled, was dead-lettered, or has not ended.</summary>
public sealed class TaskNotSucceededException : AgentFunctionsException
{
    internal TaskNotSucceededException(AgentTask task)
        : base(MessageOf(task)) => Task = task;

    /// <summary>The task as it stands.</summary>
    public AgentTask Task { get; }

    private static string MessageOf(AgentTask task) =>
        $"Task '{task.Id}' has no result: it is {TaskEventKind.Of(task.Status)}{(task.Error is { } error ? $" ({error.Code}: {error.Message})" : null)}.";
}
