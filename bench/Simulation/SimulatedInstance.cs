using AgentFunctions.Limits;

namespace AgentFunctions.Bench.Simulation;

/// <summary>An instance of a run.</summary>
/// <param name="gate">Its way to the provider's limits; null without limits.</param>
internal sealed class SimulatedInstance(CallGate? gate)
{
    public CallGate? Gate => gate;

    public bool IsReady { get; set; }

    /// <summary>True when it takes no more tasks.</summary>
    public bool IsLeaving { get; set; }

    public int Busy { get; set; }

    /// <summary>Where it stands among those with a free place; -1 when it has none.</summary>
    public int FreeAt { get; set; } = -1;
}
