using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

/// <summary>Activities that most tests need.</summary>
public sealed class TestActivities(ActivityLog log, TimeProvider time)
{
    [Function(nameof(Echo))]
    public async Task<string> Echo([ActivityTrigger] string text, CancellationToken cancellationToken)
    {
        await log.RecordAsync(text, time.GetUtcNow(), cancellationToken);
        return $"<{text}>";
    }

    /// <summary>Fails until it was called <see cref="Failing.Times"/> times.</summary>
    [Function(nameof(Fail))]
    public async Task<int> Fail([ActivityTrigger] Failing failing, CancellationToken cancellationToken)
    {
        await log.RecordAsync(failing.Key, time.GetUtcNow(), cancellationToken);
        int calls = log.Keys.Count(key => key == failing.Key);
        return calls > failing.Times ? calls : throw new TimeoutException($"{failing.Key} failed", new FormatException("inner"));
    }
}

public sealed record Failing(string Key, int Times);
