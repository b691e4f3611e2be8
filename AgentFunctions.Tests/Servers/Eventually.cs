namespace AgentFunctions.Tests.Servers;

/// <summary>Waits for what another process is about to do.</summary>
public static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Returns when the condition holds; fails the test with <paramref name="what"/> after a minute.</summary>
    public static async Task IsTrueAsync(Func<bool> condition, string what, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"Not within {Limit.TotalSeconds:0} s: {what}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
