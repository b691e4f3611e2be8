namespace AgentFunctions.Bench.Simulation;

/// <summary>What can happen in a run, besides that a task comes.</summary>
internal enum HappeningKind
{
    /// <summary>The controller looks.</summary>
    Look,

    /// <summary>An instance takes tasks from now on.</summary>
    Ready,

    /// <summary>A task ends.</summary>
    End,

    /// <summary>A task that was put off is due.</summary>
    Due,
}

/// <summary>One thing that happens.</summary>
internal readonly record struct Happening(HappeningKind Kind, SimulatedInstance? Instance = null, SimulatedTask Task = default);
