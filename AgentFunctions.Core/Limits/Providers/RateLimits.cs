using AgentFunctions.Models;

namespace AgentFunctions.Limits.Providers;

/// <summary>What a model may be asked for within a minute, as things are; null: no limit.</summary>
internal readonly record struct RateLimits(double? Calls, double? Tokens)
{
    // Where a model without a configured limit begins again after a 429: the smallest limit that providers commonly give.
    private const double LearnedFrom = 60;

    public bool IsNone => Calls is null && Tokens is null;

    /// <summary>The model's limits, lowered by what 429s have taught.</summary>
    public static RateLimits Of(ModelDefinition model, ModelThrottle throttle) => (IsConfigured(model), throttle.Factor) switch
    {
        (true, var factor) => new(model.RequestsPerMinute * (factor ?? 1), model.TokensPerMinute * (factor ?? 1)),
        (false, { } factor) => new(LearnedFrom * factor, null),
        _ => default,
    };

    public static bool IsConfigured(ModelDefinition model) => model.RequestsPerMinute is not null || model.TokensPerMinute is not null;

    /// <summary>Calls of this size that the model takes in a second; infinite without a limit.</summary>
    public double CallsPerSecond(long tokensPerCall) =>
        Math.Min(Calls ?? double.PositiveInfinity, Tokens / Math.Max(1, tokensPerCall) ?? double.PositiveInfinity) / CallWindow.Seconds;
}
