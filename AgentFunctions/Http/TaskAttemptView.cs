using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http;

/// <summary>One try at a task.</summary>
/// <param name="Cost">US dollars, of all its model calls.</param>
/// <param name="Calls">Its model calls, oldest first; of a task with very many calls only those of its later attempts.</param>
internal sealed record TaskAttemptView(
    int Number, string Worker, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string? Model, decimal Cost, IReadOnlyList<ModelCallView>? Calls, TaskError? Error)
{
    public static TaskAttemptView Of(TaskAttempt attempt) => new(
        attempt.Number,
        attempt.Worker,
        attempt.StartedAt,
        attempt.FinishedAt,
        attempt.Model,
        attempt.Cost.Amount,
        attempt.Calls.Count > 0 ? [.. attempt.Calls.Select(ModelCallView.Of)] : null,
        attempt.Error);
}

/// <summary>One call of a model, as it is billed.</summary>
/// <param name="Price">US dollars a million tokens, as they were at that time.</param>
/// <param name="Cost">US dollars.</param>
internal sealed record ModelCallView(DateTimeOffset At, string Model, UsageView Usage, TokenPrice Price, decimal Cost)
{
    public static ModelCallView Of(ModelCall call) => new(call.At, call.Model, UsageView.Of(call.Usage), call.Price, call.Cost.Amount);
}
