namespace AgentFunctions.Bench.Planning.Scaling;

/// <summary>What a scale controller sees of a pool. Fractions come from the planner, which reckons with means.</summary>
/// <param name="Instances">Instances that run or start.</param>
/// <param name="Busy">Tasks under way.</param>
/// <param name="Waiting">Tasks that are due and that nobody has in hand.</param>
/// <param name="ArrivalsASecond">Since the look before.</param>
internal readonly record struct PoolView(int Instances, double Busy, double Waiting, double ArrivalsASecond);

/// <summary>Decides how many instances there should be. Keeps what it saw before, so that each pool needs its own.</summary>
internal interface IScaleRule
{
    /// <summary>Time between two looks.</summary>
    TimeSpan Interval { get; }

    /// <summary>Looks of whose wishes the largest counts before instances are taken away; 1 when only the last does.</summary>
    int LooksKept { get; }

    /// <summary>How many instances there should be from now on.</summary>
    int Look(PoolView view);
}
