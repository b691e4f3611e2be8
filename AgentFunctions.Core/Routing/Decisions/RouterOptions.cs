using System.ComponentModel.DataAnnotations;
using AgentFunctions.Routing.Evidence;

namespace AgentFunctions.Routing.Decisions;

/// <summary>How careful and how curious the router is.</summary>
public sealed class RouterOptions
{
    /// <summary>Confidence of the lower bounds, one-sided.</summary>
    /// <value>Above 0.5 and below 1; default 0.9.</value>
    [Range(0.5, 1, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Confidence { get; set; } = PassRateBounds.DefaultConfidence;

    /// <summary>Largest share of the tasks, and of what is spent, that may go to exploration.</summary>
    /// <value>0 to 1; 0 switches exploration off; default 0.01.</value>
    [Range(0, 1)]
    public double ExplorationShare { get; set; } = 0.01;
}
