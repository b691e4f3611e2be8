using AgentFunctions.Access;

namespace AgentFunctions.Startup;

/// <summary>Every setting of the section <c>AgentFunctions</c>, with what is allowed.</summary>
public static class KnownSettings
{
    /// <summary>In the order of docs/settings.md.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Setting.Text("AgentsDirectory", "a folder"),
        Setting.Text("ModelsFile", "a file"),
        Setting.Text("DefaultModel", "the name of a model in the catalogue"),
        Setting.Text("BudgetsFile", "a file"),
        Setting.Time("Workers:Lease", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
        Setting.Time("Workers:StrandedAfter", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        Setting.Whole("Workers:Retry:MaxAttempts", 1, 50),
        Setting.Time("Workers:Retry:FirstDelay", TimeSpan.Zero, TimeSpan.FromHours(1)),
        Setting.Time("Workers:Retry:MaxDelay", TimeSpan.Zero, TimeSpan.FromDays(1)),
        Setting.Whole("Lanes:Weights:Interactive", 1, 1000),
        Setting.Whole("Lanes:Weights:Standard", 1, 1000),
        Setting.Whole("Lanes:Weights:Economy", 1, 1000),
        Setting.Time("Cache:SweepEvery", TimeSpan.Zero, TimeSpan.FromDays(30)),
        Setting.Time("Intake:IdempotencyKeptFor", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
        Setting.Share("Routing:Confidence", "a number above 0.5 and below 1", static c => c is > 0.5 and < 1),
        Setting.Share("Routing:ExplorationShare", "a number from 0 to 1", static s => s is >= 0 and <= 1),
        Setting.Switch("Telemetry:RecordContent"),
        Setting.Choice<AccessMode>("Access:Mode"),
        Setting.Secret("Access:OperatorKey", 32),
        Setting.Text("Access:TenantClaim", "the name of a claim"),
        Setting.Whole("Access:RequestsPerMinute", 1, ApiKeyRequest.MostRequestsPerMinute),
        Setting.Switch("Webhooks:AllowHttp"),
        Setting.Switch("Webhooks:AllowPrivateTargets"),
        Setting.Text("Regions:Here", "the name of a region in the list"),
        Setting.Text($"Regions:All:{Setting.AnyNumber}:Name", "lower-case letters, digits and hyphens"),
        Setting.Text($"Regions:All:{Setting.AnyNumber}:Endpoint", "an address without a path"),
        Setting.Text($"Regions:All:{Setting.AnyNumber}:Storage", "the name of a storage account, or a connection string"),
    ];
}
