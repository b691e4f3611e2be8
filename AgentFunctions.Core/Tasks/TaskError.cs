namespace AgentFunctions.Tasks;

/// <summary>Why an attempt or a task did not succeed.</summary>
/// <param name="Code">Machine-readable, kebab case; one of the codes of this class.</param>
/// <param name="Message">For a person. Carries no prompt and no secret.</param>
public sealed record TaskError(string Code, string Message)
{
    /// <summary>The answer did not match the agent's output schema, also after it was told so.</summary>
    public const string InvalidOutput = "invalid-output";

    /// <summary>The answer did not pass one of the agent's checks, nor did that of any further model.</summary>
    public const string CheckFailed = "check-failed";

    /// <summary>The model declined to answer.</summary>
    public const string Refusal = "refusal";

    /// <summary>The answer was cut off at the token limit.</summary>
    public const string OutputTruncated = "output-truncated";

    /// <summary>The provider refused the request (4xx) or the model is not set up.</summary>
    public const string ModelRejected = "model-rejected";

    /// <summary>The provider was not reachable, busy or broken (408, 429, 5xx, connection, time-out).</summary>
    public const string ModelUnavailable = "model-unavailable";

    /// <summary>The next call could cost more than the task's maxCost leaves.</summary>
    public const string MaxCost = "max-cost";

    /// <summary>The next call could cost more than a budget of the tenant leaves; HTTP would say 402.</summary>
    public const string OverBudget = "over-budget";

    /// <summary>A tool of the agent was not reachable.</summary>
    public const string ToolUnavailable = "tool-unavailable";

    /// <summary>The deadline passed before the task was started.</summary>
    public const string Deadline = "deadline";

    /// <summary>The agent is no longer there.</summary>
    public const string UnknownAgent = "unknown-agent";

    /// <summary>Storage was not reachable, or busy, for longer than the client library waits.</summary>
    public const string StorageUnavailable = "storage-unavailable";

    /// <summary>A fault of this program; the log of the worker tells more.</summary>
    public const string Internal = "internal-error";

    /// <summary>A further model call had to wait for long, after some had been made; the run begins anew.</summary>
    public const string Deferred = "deferred";

    public static TaskError LeaseLost { get; } = new("lease-lost", "The worker's lease ran out; another worker took the task over.");

    public static TaskError Cancelled { get; } = new("cancelled", "The task was cancelled.");

    public static TaskError HandedBack { get; } = new("handed-back", "The host was stopping; the task went back to the queue.");
}
