namespace AgentFunctions.Tests.Limits.Fleet;

/// <summary>A provider that takes so many calls and tokens within any 60 seconds, and answers 429 to each that is one too many.</summary>
/// <param name="tellsWhen">Whether its 429s say when to come again.</param>
internal sealed class StrictProvider(int? requestsPerMinute, int? tokensPerMinute, bool tellsWhen, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private readonly Queue<(DateTimeOffset At, long Tokens)> _window = new();
    private long _tokens;

    public List<DateTimeOffset> Accepted { get; } = [];

    public List<DateTimeOffset> Refused { get; } = [];

    public long TokensAccepted { get; private set; }

    /// <summary>Takes a call; otherwise says when the oldest one leaves the window.</summary>
    public (bool IsAccepted, TimeSpan? RetryAfter) Call(long tokens)
    {
        DateTimeOffset now = time.GetUtcNow();
        while (_window.TryPeek(out (DateTimeOffset At, long Tokens) oldest) && oldest.At <= now - Minute)
        {
            _tokens -= _window.Dequeue().Tokens;
        }

        if (_window.Count + 1 > (requestsPerMinute ?? int.MaxValue) || (_window.Count > 0 && _tokens + tokens > (tokensPerMinute ?? int.MaxValue)))
        {
            Refused.Add(now);
            return (false, tellsWhen ? TimeSpan.FromSeconds(Math.Ceiling((_window.Peek().At + Minute - now).TotalSeconds)) : null);
        }

        _window.Enqueue((now, tokens));
        _tokens += tokens;
        TokensAccepted += tokens;
        Accepted.Add(now);
        return (true, null);
    }
}
