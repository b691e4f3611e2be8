namespace AgentFunctions.Limits.Providers;

/// <summary>Which share of an instance's latest calls was answered 429, as a moving average. Not thread-safe.</summary>
internal sealed class RefusedShare
{
    private const double Memory = 50;
    private const double Stray = 0.2;

    private double _share;

    /// <summary>True while 429s are so few that they say nothing about the rate.</summary>
    public bool IsStray => _share < Stray;

    public void Count(bool isRefused) => _share += ((isRefused ? 1 : 0) - _share) / Memory;
}
