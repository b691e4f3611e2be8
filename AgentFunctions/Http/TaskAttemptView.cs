using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http;

/// <summary>One try at a task.</summary>
/// <param name="Cost">US dollars, of all its model calls.</param>
/// <param name="Turns">How each model that was tried did, oldest first.</param>
/// <param name="Calls">Its model calls, oldest first; of a task with very many calls only those of its later attempts.</param>
internal sealed record TaskAttemptView(
    int Number, string Worker, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string? Model, decimal Cost, IReadOnlyList<ModelTurnView>? Turns, IReadOnlyList<ModelCallView>? Calls, TaskError? Error)
{
    public static TaskAttemptView Of(TaskAttempt attempt) => new(
        attempt.Number,
        attempt.Worker,
        attempt.StartedAt,
        attempt.FinishedAt,
        attempt.Model,
        attempt.Cost.Amount,
        attempt.Turns.Count > 0 ? [.. attempt.Turns.Select(ModelTurnView.Of)] : null,
        attempt.Calls.Count > 0 ? [.. attempt.Calls.Select(ModelCallView.Of)] : null,
        attempt.Error);
}

/// <summary>One model's turn at a task.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="PassRate">The probability of passing that was foretold.</param>
/// <param name="Cost">US dollars, of its calls and checks.</param>
/// <param name="Reason">Why it failed or was not judged.</param>
internal sealed record ModelTurnView(DateTimeOffset At, string Model, [property: NamesOf(typeof(TurnEnd))] string Outcome, double? PassRate, decimal Cost, string? Reason)
{
    public static ModelTurnView Of(ModelTurn turn) =>
        new(turn.At, turn.Model, JsonNamingPolicy.CamelCase.ConvertName(turn.End.ToString()), turn.PassRate is { } rate ? Math.Round(rate, 4) : null, turn.Cost.Amount, turn.Reason);
}

/// <summary>One call of a model, as it is billed.</summary>
/// <param name="Price">US dollars a million tokens, as they were at that time.</param>
/// <param name="Cost">US dollars.</param>
internal sealed record ModelCallView(DateTimeOffset At, string Model, UsageView Usage, TokenPrice Price, decimal Cost)
{
    public static ModelCallView Of(ModelCall call) => new(call.At, call.Model, UsageView.Of(call.Usage), call.Price, call.Cost.Amount);
}
