namespace AgentFunctions.Costs.Reports;

/// <summary>What costs can be grouped by.</summary>
public enum CostDimension
{
    Tenant,
    Agent,

    /// <summary>Of a call: the model that was called; of a task: the one that gave the answer.</summary>
    Model,
    Lane,

    /// <summary>Of a call: in which it ended; of a task: in which it ended.</summary>
    Hour,

    /// <summary>As <see cref="Hour"/>, in days of UTC.</summary>
    Day,
}
