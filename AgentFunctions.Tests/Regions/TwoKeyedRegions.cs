namespace AgentFunctions.Tests.Regions;

/// <summary>Two regions that ask for API keys.</summary>
public sealed class TwoKeyedRegions : TwoRegions
{
    internal const string OperatorKey = "operator-key-of-two-regions-0123456789";

    protected override IReadOnlyDictionary<string, string?> MoreSettings { get; } = new Dictionary<string, string?>
    {
        ["AgentFunctions:Access:Mode"] = "Keys",
        ["AgentFunctions:Access:OperatorKey"] = OperatorKey,
    };
}
