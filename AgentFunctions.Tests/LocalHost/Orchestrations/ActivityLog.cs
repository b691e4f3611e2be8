using System.Collections.Concurrent;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

/// <summary>What the activities of a test were called with, and what makes them wait or fail.</summary>
public sealed class ActivityLog
{
    private readonly ConcurrentQueue<(string Key, DateTimeOffset At)> _calls = new();

    /// <summary>Called with the key and the number of calls so far, before the activity does anything.</summary>
    public Func<string, int, CancellationToken, Task> OnCall { get; set; } = static (_, _, _) => Task.CompletedTask;

    public IReadOnlyList<(string Key, DateTimeOffset At)> Calls => [.. _calls];

    public IEnumerable<string> Keys => _calls.Select(static call => call.Key);

    public Task RecordAsync(string key, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _calls.Enqueue((key, at));
        return OnCall(key, _calls.Count, cancellationToken);
    }
}
