using AgentFunctions.Costs;

namespace AgentFunctions.Models;

/// <summary>What is reserved for one model call.</summary>
public interface ICallPermit
{
    /// <summary>Puts what the call really took in the place of what was reserved for it.</summary>
    Task SettleAsync(CallEnd end);
}

/// <summary>How a permitted call ended.</summary>
public abstract record CallEnd
{
    private CallEnd()
    {
    }

    /// <summary>With an answer.</summary>
    public sealed record Answered(TokenUsage Usage, Usd Cost) : CallEnd;

    /// <summary>The provider refused it as one too many (429); it cost nothing.</summary>
    /// <param name="RetryAfter">How long the provider asks to wait; null when it does not say.</param>
    public sealed record Throttled(TimeSpan? RetryAfter) : CallEnd;

    /// <summary>The provider refused it or was not there; it cost nothing.</summary>
    public sealed record Rejected : CallEnd
    {
        public static Rejected Instance { get; } = new();
    }

    /// <summary>Cut off, timed out or not readable: it may have been charged, so what was reserved counts as spent.</summary>
    public sealed record Unknown : CallEnd
    {
        public static Unknown Instance { get; } = new();
    }
}
