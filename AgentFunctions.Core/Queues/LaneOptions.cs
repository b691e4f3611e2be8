using AgentFunctions.Tasks;

namespace AgentFunctions.Queues;

/// <summary>Settings of the lanes, section <c>AgentFunctions:Lanes</c>.</summary>
public sealed class LaneOptions
{
    /// <summary>Each lane's share of the workers' time while all lanes have tasks waiting; what a lane leaves is the others'.</summary>
    /// <value>Default 6 for interactive, 3 for standard, 1 for economy; at least 1, so that no lane starves.</value>
    public Dictionary<Lane, int> Weights { get; } = new() { [Lane.Interactive] = 6, [Lane.Standard] = 3, [Lane.Economy] = 1 };
}
