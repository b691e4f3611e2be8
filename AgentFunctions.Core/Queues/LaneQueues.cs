using AgentFunctions.Tasks;

namespace AgentFunctions.Queues;

/// <summary>Names of the lanes' queues. Constants, since trigger attributes need them.</summary>
public static class LaneQueues
{
    public const string Interactive = "agent-tasks-interactive";
    public const string Standard = "agent-tasks-standard";
    public const string Economy = "agent-tasks-economy";

    /// <summary>Not a lane: small tasks of all lanes wait here for company.</summary>
    public const string Small = "agent-tasks-small";

    public static IReadOnlyDictionary<Lane, string> Names { get; } = new Dictionary<Lane, string>
    {
        [Lane.Interactive] = Interactive,
        [Lane.Standard] = Standard,
        [Lane.Economy] = Economy,
    };
}
