namespace AgentFunctions.Bench.Cost;

/// <summary>A way to run the same tasks for less.</summary>
/// <param name="Cache">The agent's <c>cache</c>; null leaves it out.</param>
internal sealed record Lever(string Name, string? Cache)
{
    public static IReadOnlyList<Lever> All { get; } =
    [
        new("none", "{use: false}"),
        new("coalescing", null),
        new("coalescing and cache", "{use: true, maxAge: 24h}"),
    ];
}
