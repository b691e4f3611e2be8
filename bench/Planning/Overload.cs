namespace AgentFunctions.Bench.Planning;

/// <summary>Something that the busiest hour asks for and does not get; the rest of the day makes up for it.</summary>
/// <param name="Limit">Which limit.</param>
/// <param name="Consequence">What comes of it.</param>
/// <param name="LeastFix">The smallest change that helps.</param>
internal sealed record Overload(string Limit, string Consequence, string LeastFix);
