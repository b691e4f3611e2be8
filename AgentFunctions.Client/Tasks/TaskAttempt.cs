namespace AgentFunctions.Client;

/// <summary>One try at a task.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Cost">US dollars, of all its model calls.</param>
/// <param name="Turns">How each model that was tried did, oldest first.</param>
/// <param name="Calls">Its model calls, oldest first.</param>
public sealed record TaskAttempt(
    int Number,
    string Worker,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    string? Model,
    decimal Cost,
    IReadOnlyList<ModelTurn>? Turns,
    IReadOnlyList<ModelCall>? Calls,
    TaskError? Error);

/// <summary>One model's turn at a task.</summary>
/// <param name="Outcome"><c>passed</c>, <c>notJudged</c>, <c>failed</c>, <c>invalid</c> or <c>unavailable</c>.</param>
/// <param name="PassRate">The probability of passing that was foretold, 0 to 1.</param>
/// <param name="Cost">US dollars, of its calls and checks.</param>
/// <param name="Reason">Why it failed or was not judged.</param>
public sealed record ModelTurn(DateTimeOffset At, string Model, string Outcome, double? PassRate, decimal Cost, string? Reason);

/// <summary>One call of a model, as it is billed.</summary>
/// <param name="Cost">US dollars.</param>
public sealed record ModelCall(DateTimeOffset At, string Model, TokenUsage Usage, TokenPrice Price, decimal Cost);

/// <summary>US dollars a million tokens.</summary>
public sealed record TokenPrice(decimal Input, decimal CachedInput, decimal Output);

/// <summary>Tokens that were taken.</summary>
/// <param name="CachedInputTokens">Those of the input tokens that the provider had in its prompt cache.</param>
/// <param name="Estimated">True when a provider reported none and the server counted them.</param>
public sealed record TokenUsage(long InputTokens, long CachedInputTokens, long OutputTokens, bool Estimated);

/// <summary>Whose answer a task was given.</summary>
/// <param name="Origin"><c>cache</c>, or <c>leader</c> for an identical task that was open at the same time.</param>
/// <param name="Task">Id of the task that gave it.</param>
/// <param name="Saved">US dollars that the answer had cost.</param>
public sealed record AnswerSource(string Origin, string Task, decimal Saved);

/// <summary>What a task waits for, other than its turn.</summary>
/// <param name="Code">Kebab case, such as <c>over-budget</c>.</param>
/// <param name="Message">For a person.</param>
/// <param name="Until">When it is looked at again.</param>
public sealed record WaitReason(string Code, string Message, DateTimeOffset Until);

/// <summary>Why an attempt or a task did not succeed.</summary>
/// <param name="Code">Kebab case, such as <c>invalid-output</c>.</param>
/// <param name="Message">For a person.</param>
public sealed record TaskError(string Code, string Message);

/// <summary>Somebody sent a dead-lettered task round again.</summary>
/// <param name="AfterAttempt">Number of the last attempt before it.</param>
/// <param name="Error">What had set the task aside.</param>
/// <param name="Patched">Names of the fields that were changed.</param>
public sealed record TaskRedrive(DateTimeOffset At, int AfterAttempt, TaskError Error, IReadOnlyList<string> Patched);

/// <summary>What a client said of an answer.</summary>
/// <param name="Score">0 to 1.</param>
public sealed record TaskFeedback(double Score, string? Note, DateTimeOffset At);
